import { randomBytes } from 'node:crypto';
import { addDays, addHours } from 'date-fns';
import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';

export type Role = 'admin' | 'auditor' | 'reader';

/** Who asks. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

export interface NewToken {
  readonly kind: 'api' | 'session' | 'sign_in';
  readonly name: string;
  readonly role: Role;
  readonly expires?: Date;
}

export interface TokenRow {
  readonly name: string;
  readonly role: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const PREFIX = 'tl_';
const SIGN_IN_HOURS = 24;
const SESSION_DAYS = 30;

/** Tokens of people and programs. Only their hashes are stored, so nobody can read one out of the database. */
export class Tokens {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** @returns the token; it is shown this once. */
  async createToken({ kind, name, role, expires }: NewToken): Promise<string> {
    const token = PREFIX + randomBytes(32).toString('base64url');
    await this.pool.query(
      `insert into throughline.access_token (hash, kind, name, role, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
      [sha256Hex(token), kind, name, role, this.clock.now(), expires ?? null],
    );
    return token;
  }

  /** A token for a sign-in link: works one time, within a day. */
  createSignIn(): Promise<string> {
    return this.createToken({
      kind: 'sign_in',
      name: 'administrator',
      role: 'admin',
      expires: addHours(this.clock.now(), SIGN_IN_HOURS),
    });
  }

  /** Uses up a sign-in token. @returns the token of a new session, or undefined when it is used, expired or unknown. */
  async redeemSignIn(token: string): Promise<string | undefined> {
    const now = this.clock.now();
    const { rows } = await this.pool.query<Principal>(
      `update throughline.access_token set used_at = $2
       where hash = $1 and kind = 'sign_in' and used_at is null and revoked_at is null and expires_at > $2
       returning name, role`,
      [sha256Hex(token), now],
    );
    return rows[0] && this.createSession(rows[0]);
  }

  createSession({ name, role }: Principal): Promise<string> {
    return this.createToken({
      kind: 'session',
      name,
      role,
      expires: addDays(this.clock.now(), SESSION_DAYS),
    });
  }

  async authenticate(token: string): Promise<Principal | undefined> {
    const { rows } = await this.pool.query<Principal>(
      `select name, role from throughline.access_token
       where hash = $1 and kind in ('api', 'session') and revoked_at is null
         and (expires_at is null or expires_at > $2)`,
      [sha256Hex(token), this.clock.now()],
    );
    return rows[0];
  }

  async list(): Promise<TokenRow[]> {
    const { rows } = await this.pool.query<TokenRow>(
      `select name, role, created_at, expires_at, revoked_at from throughline.access_token
       where kind = 'api' order by created_at, name`,
    );
    return rows;
  }

  async revoke(name: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update throughline.access_token set revoked_at = $2 where kind = 'api' and name = $1 and revoked_at is null`,
      [name, this.clock.now()],
    );
    if (!rowCount)
      throw new UserError(
        `There is no valid token named ${name}: throughline token list shows which there are.`,
      );
  }

  /** Ends a session. */
  async end(token: string): Promise<void> {
    await this.pool.query('update throughline.access_token set revoked_at = $2 where hash = $1', [
      sha256Hex(token),
      this.clock.now(),
    ]);
  }
}
