import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Secret } from '../sources/source.js';
import type { Clock } from '../support/clock.js';
import { codeOf, UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import { seal, unseal } from './seal.js';

export interface NewSource {
  readonly name: string;
  readonly system: string;
  /** Chosen by the person; default: a random one. */
  readonly secret?: string;
  /** The sender shows the secret itself as a bearer token, so only its hash is kept. */
  readonly bearer: boolean;
  /** What the person set for it; default: nothing. */
  readonly settings?: object;
}

interface Found {
  readonly system: string;
  readonly secret: Secret;
}

/** What is left undefined stays as it is. */
export interface SourceConfiguration {
  readonly settings?: unknown;
  readonly pullUrl?: string;
  readonly pullCredential?: string;
}

export interface PullableSource {
  readonly name: string;
  readonly system: string;
  readonly settings: unknown;
  readonly url: string;
  readonly credential: string;
}

export interface SourceRow {
  readonly name: string;
  readonly system: string;
  readonly created_at: Date;
  readonly secrets: number;
}

const FRESH_MS = 2_000;
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
/** During a rotation the sender may still use the one before. */
const VALID_SECRETS = 2;

/** The sources that somebody configured, and what recognizes their senders. */
export class ConfiguredSources {
  private known = new Map<string, Found>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly key: Buffer,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret; it is shown this once. */
  async add({ name, system, secret, bearer, settings = {} }: NewSource): Promise<string> {
    if (!NAME.test(name)) {
      throw new UserError(`${name} cannot be the name of a source: use small letters, digits, dots, dashes.`);
    }
    const chosen = secret ?? newSecret();
    try {
      await this.pool.query(
        `insert into throughline.source (name, system, sealed_secrets, created_at, settings)
         values ($1, $2, $3, $4, $5)`,
        [name, system, [this.sealed(chosen, bearer)], this.clock.now(), JSON.stringify(settings)],
      );
    } catch (thrown) {
      if (codeOf(thrown) !== '23505') throw thrown;
      throw new UserError(
        `There is a source named ${name} already: choose another with --name, or rotate its secret.`,
      );
    }
    return chosen;
  }

  /** Adds a secret and keeps the one before it valid. @returns the new one; it is shown this once. */
  async rotate(name: string, bearer: boolean): Promise<string> {
    const chosen = newSecret();
    const { rows } = await this.pool.query<{ sealed_secrets: Buffer[] }>(
      'select sealed_secrets from throughline.source where name = $1',
      [name],
    );
    const sealed = rows[0]?.sealed_secrets;
    if (!sealed) throw unknownSource(name);
    await this.pool.query('update throughline.source set sealed_secrets = $2 where name = $1', [
      name,
      [this.sealed(chosen, bearer), ...sealed].slice(0, VALID_SECRETS),
    ]);
    return chosen;
  }

  /** @param settings checked against the system's schema by the caller. */
  async configure(name: string, { settings, pullUrl, pullCredential }: SourceConfiguration): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update throughline.source set settings = coalesce($2, settings), pull_url = coalesce($3, pull_url),
         sealed_pull_credential = coalesce($4, sealed_pull_credential) where name = $1`,
      [
        name,
        settings === undefined ? null : JSON.stringify(settings),
        pullUrl ?? null,
        pullCredential === undefined ? null : seal(this.key, pullCredential),
      ],
    );
    if (!rowCount) throw unknownSource(name);
  }

  /** Sources whose systems can be asked for what they keep. */
  async pullable(): Promise<PullableSource[]> {
    const { rows } = await this.pool.query<{
      name: string;
      system: string;
      settings: string;
      pull_url: string;
      sealed_pull_credential: Buffer | null;
    }>(
      `select name, system, settings, pull_url, sealed_pull_credential from throughline.source
       where pull_url is not null order by name`,
    );
    return rows.map(({ name, system, settings, pull_url, sealed_pull_credential }) => ({
      name,
      system,
      settings: JSON.parse(settings) as unknown,
      url: pull_url,
      credential: sealed_pull_credential ? unseal(this.key, sealed_pull_credential) : '',
    }));
  }

  async remove(name: string): Promise<void> {
    const { rowCount } = await this.pool.query('delete from throughline.source where name = $1', [name]);
    if (!rowCount) throw unknownSource(name);
  }

  async list(): Promise<SourceRow[]> {
    const { rows } = await this.pool.query<SourceRow>(
      `select name, system, created_at, cardinality(sealed_secrets) as secrets from throughline.source order by name`,
    );
    return rows;
  }

  /** From memory, at most two seconds old: this is asked for every delivery. While the database is away it may be older. */
  async find(name: string): Promise<Found | undefined> {
    if (this.clock.now().getTime() - this.readAt > FRESH_MS) {
      this.reading ??= this.read().finally(() => {
        this.reading = undefined;
      });
      // Only the first request ever has to wait; the others go on with what is known.
      if (this.readAt === Number.NEGATIVE_INFINITY || !this.known.has(name)) await this.reading;
      else this.reading.catch(() => {});
    }
    return this.known.get(name);
  }

  private async read(): Promise<void> {
    const { rows } = await this.pool.query<{ name: string; system: string; sealed_secrets: Buffer[] }>(
      'select name, system, sealed_secrets from throughline.source',
    );
    this.known = new Map(
      rows.map(({ name, system, sealed_secrets }) => [
        name,
        { system, secret: { values: sealed_secrets.map((sealed) => unseal(this.key, sealed)) } },
      ]),
    );
    this.readAt = this.clock.now().getTime();
  }

  private sealed(secret: string, bearer: boolean): Buffer {
    return seal(this.key, bearer ? sha256Hex(secret) : secret);
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url');

const unknownSource = (name: string): UserError =>
  new UserError(`There is no source named ${name}: throughline source list shows which there are.`);
