import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { readLeavesOf } from '../../ledger/leaf-rows.js';
import { EMPTY_ROOT } from '../../ledger/merkle.js';
import {
  countCheckpoints,
  type LastVerification,
  readAlarm,
  readCheckpoints,
  readLastVerification,
  readPath,
  readVkey,
  type SignedCheckpoint,
} from '../../ledger/reader.js';
import { checkedFirst, encodeCursor, type PageRequest, pageOf } from '../../metrics/page.js';
import { UserError } from '../../support/errors.js';
import { POOL } from '../../support/tokens.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import type { LedgerCheckpoint, LedgerInclusion, LedgerVerification, LedgerView } from './ledger.js';

/** The ledger as the API shows it. */
@Injectable()
export class LedgerStore {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async view(): Promise<LedgerView> {
    const vkey = await readVkey(this.pool);
    const [newest] = await this.newest(1);
    return {
      origin: newest?.origin ?? null,
      vkey: vkey ?? null,
      size: newest?.size ?? 0,
      root: (newest?.root ?? EMPTY_ROOT).toString('base64'),
      checkpoint: newest ? shown(newest) : null,
    };
  }

  /** The newest first. */
  async checkpoints(page: PageRequest): Promise<Connection<LedgerCheckpoint>> {
    const first = checkedFirst(page.first);
    const rows = await this.newest(first + 1, page.after ? sizeOf(page.after) : undefined);
    const found = pageOf(rows, first, ({ size }) => [String(size)]);
    return connectionOf(found, found.rows.map(shown), () => countCheckpoints(this.pool));
  }

  /** One for each telling of the event, the earliest first; none while it waits for its leaf. */
  async inclusions(eventId: string): Promise<LedgerInclusion[]> {
    const [[newest], leaves] = await Promise.all([this.newest(1), readLeavesOf(this.pool, [eventId])]);
    if (!newest) return [];
    const signed = leaves.filter(({ index }) => index < newest.size).slice(0, MOST_TELLINGS);
    return Promise.all(
      signed.map(async ({ index, leaf }) => {
        const path = await readPath(this.pool, index, newest.size);
        return {
          index,
          leaf,
          path: path.map((hash) => hash.toString('base64')),
          checkpoint: shown(newest),
        };
      }),
    );
  }

  private async newest(first: number, below?: number): Promise<SignedCheckpoint[]> {
    const vkey = await readVkey(this.pool);
    return vkey ? readCheckpoints(this.pool, vkey, { first, below }) : [];
  }

  async lastVerification(): Promise<LedgerVerification | null> {
    return verification(await readLastVerification(this.pool));
  }

  async alarm(): Promise<LedgerVerification | null> {
    return verification(await readAlarm(this.pool));
  }
}

/** More tellings of one fact than anybody has seen; each costs a proof. */
const MOST_TELLINGS = 20;

const verification = (last: LastVerification | undefined): LedgerVerification | null => {
  if (!last) return null;
  const { at, size, findings, first_finding, first_leaf } = last;
  return { at, size, from: first_leaf, findings, sound: findings === 0, firstFinding: first_finding };
};

const shown = ({ size, root, at, note }: SignedCheckpoint): LedgerCheckpoint => ({
  size,
  root: root.toString('base64'),
  at,
  note,
});

const sizeOf = (cursor: string): number => {
  const size = /^\["(\d{1,15})"\]$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (size !== undefined && encodeCursor([size]) === cursor) return Number(size);
  throw new UserError(
    `${JSON.stringify(cursor)} is not a cursor of this list: take the endCursor of a page of it.`,
    'BAD_CURSOR',
  );
};
