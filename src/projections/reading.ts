import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { UserError } from '../support/errors.js';
import { LIVE } from './projector.js';

/** One state of the live read models, and what it stands on: every event recorded until `watermark`. */
export interface Pin {
  /** By which other transactions see the same state. */
  readonly snapshot: string;
  /** undefined while nothing was ever recorded. */
  readonly watermark: Date | undefined;
}

/**
 * A rebuild swaps the read models by renaming. Somebody who looks with an older snapshot would find the new tables
 * empty, so the swap waits until nobody holds this table.
 */
export const SENTINEL = `${LIVE}.deployment`;

/**
 * What one question reads: all its parts see the read models at one moment, however many events arrive meanwhile. Holds
 * a connection from the first part until it is closed.
 */
export class Reading {
  private holder: Promise<PoolClient> | undefined;
  private pinned: Promise<Pin> | undefined;
  private closed = false;

  constructor(private readonly pool: Pool) {}

  /** @throws UserError `GIVEN_UP` when the question was given up meanwhile. */
  pin(): Promise<Pin> {
    if (this.closed) return Promise.reject(new UserError('The question was given up.', 'GIVEN_UP'));
    this.holder ??= this.pool.connect();
    this.pinned ??= this.holder.then(pinOn);
    return this.pinned;
  }

  async close(): Promise<void> {
    this.closed = true;
    const holder = await this.holder?.catch(() => undefined);
    this.holder = undefined;
    if (!holder) return;
    const broken = await holder.query('commit').then(
      () => undefined,
      (failure: Error) => failure,
    );
    holder.release(broken);
  }
}

/** One way to the database and back. The lock before the first snapshot: what is seen is what the tables of that name hold. */
const PIN = `begin isolation level repeatable read read only;
  lock table ${SENTINEL} in access share mode;
  select pg_export_snapshot() as snapshot, (select at from throughline.watermark where name = 'projected') as at`;

const pinOn = async (holder: PoolClient): Promise<Pin> => {
  const answers: unknown = await holder.query(PIN);
  const { rows } = (answers as QueryResult<{ snapshot: string; at: Date | null }>[]).at(-1)!;
  return { snapshot: rows[0]!.snapshot, watermark: rows[0]!.at ?? undefined };
};

const readings = new AsyncLocalStorage<Reading>();

/** The reading of the question that is being answered, if somebody opened one. */
export const currentReading = (): Reading | undefined => readings.getStore();

/** Everything that `work` starts reads in `reading`. The caller closes it. */
export const readThrough = <T>(reading: Reading, work: () => T): T => readings.run(reading, work);
