import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { EMPTY_ROOT } from '../../ledger/merkle.js';
import {
  countCheckpoints,
  readCheckpoints,
  readLastVerification,
  readLeafIndexes,
  readProof,
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
    const [vkey, [newest]] = await Promise.all([
      readVkey(this.pool),
      readCheckpoints(this.pool, { first: 1 }),
    ]);
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
    const below = page.after ? sizeOf(page.after) : undefined;
    const rows = await readCheckpoints(this.pool, { first: first + 1, below });
    const found = pageOf(rows, first, ({ size }) => [String(size)]);
    return connectionOf(found, found.rows.map(shown), () => countCheckpoints(this.pool));
  }

  /** One for each telling of the event, the earliest first; none while it waits for its leaf. */
  async inclusions(eventId: string): Promise<LedgerInclusion[]> {
    const [newest] = await readCheckpoints(this.pool, { first: 1 });
    if (!newest) return [];
    const indexes = await readLeafIndexes(this.pool, eventId);
    const signed = indexes.filter((index) => index < newest.size).slice(0, MOST_TELLINGS);
    return Promise.all(
      signed.map(async (index) => {
        const { leaf, path } = await readProof(this.pool, index, newest.size);
        return {
          index,
          leaf,
          path: path.map((hash) => hash.toString('base64')),
          checkpoint: shown(newest),
        };
      }),
    );
  }

  async lastVerification(): Promise<LedgerVerification | null> {
    const last = await readLastVerification(this.pool);
    if (!last) return null;
    const { at, size, findings, first_finding } = last;
    return { at, size, findings, sound: findings === 0, firstFinding: first_finding };
  }
}

/** More tellings of one fact than anybody has seen; each costs a proof. */
const MOST_TELLINGS = 20;

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
