import type { Pool } from 'pg';
import { type Db, inTransaction } from '../support/rows.js';
import { derive } from './derived/derive.js';
import { refold } from './refold.js';

/** The schema that queries read. */
export const LIVE = 'throughline_read';

/** One projector at a time: read-model rows never meet two writers. */
const PROJECTOR_LOCK = 'throughline.projector';

const KEYS_PER_BATCH = 2_000;

export const lockProjector = async (db: Db): Promise<void> => {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [PROJECTOR_LOCK]);
};

/** Unqualified table names mean this schema until the transaction ends. */
export const useSchema = async (db: Db, schema: string): Promise<void> => {
  await db.query(`set local search_path to ${schema}`);
};

/** Folds keys into the read models of the transaction's schema. */
export const projectKeys = async (db: Db, keys: readonly string[], recordedUpTo?: Date): Promise<void> => {
  await derive(db, await refold(db, keys, recordedUpTo), recordedUpTo);
};

interface Dirty {
  readonly recorded_at: Date;
  readonly key: string;
}

/**
 * Folds the keys that new events marked as dirty, oldest first, until none is left. Safe to call from any number of
 * processes: they take turns.
 */
export class Projector {
  constructor(private readonly pool: Pool) {}

  /** @returns how many keys were folded. */
  async projectPending(): Promise<number> {
    let folded = 0;
    for (let batch = await this.projectBatch(); batch > 0; batch = await this.projectBatch()) folded += batch;
    return folded;
  }

  /** @returns how many dirty keys were taken; 0 when there was nothing to do. */
  async projectBatch(): Promise<number> {
    const { taken, upTo } = await inTransaction(this.pool, projectOldest);
    // Published after the commit: nobody may be told of a state that a crash could still take back.
    if (upTo) await publishWatermark(this.pool, upTo);
    return taken;
  }
}

const projectOldest = async (db: Db): Promise<{ taken: number; upTo: Date | undefined }> => {
  await lockProjector(db);
  await useSchema(db, LIVE);
  const recorded = await recordedWatermark(db);
  const { rows } = await db.query<Dirty>(
    'select recorded_at, key from throughline.dirty_key order by recorded_at, key limit $1',
    [KEYS_PER_BATCH],
  );
  const last = rows.at(-1);
  if (!last) return { taken: 0, upTo: recorded };
  await projectKeys(db, [...new Set(rows.map(({ key }) => key))]);
  await db.query('delete from throughline.dirty_key where (recorded_at, key) <= ($1, $2)', [
    last.recorded_at,
    last.key,
  ]);
  const whole = rows.length < KEYS_PER_BATCH;
  return { taken: rows.length, upTo: whole ? recorded : new Date(last.recorded_at.getTime() - 1) };
};

export const recordedWatermark = async (db: Db): Promise<Date | undefined> => {
  const { rows } = await db.query<{ at: Date }>(
    `select at from throughline.watermark where name = 'recorded'`,
  );
  return rows[0]?.at;
};

/** What the read models contain: every event recorded until then. Never goes back. */
const publishWatermark = async (db: Db, upTo: Date): Promise<void> => {
  await db.query(
    `insert into throughline.watermark (name, at) values ('projected', $1)
     on conflict (name) do update set at = excluded.at where watermark.at < excluded.at`,
    [upTo],
  );
};
