import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Db, inTransaction, together } from '../support/rows.js';
import { derive } from './derived/derive.js';
import { refold } from './refold.js';

/** The schema that queries read. */
export const LIVE = 'throughline_read';

/** One projector at a time: read-model rows never meet two writers. */
const PROJECTOR_LOCK = 'throughline.projector';

const KEYS_PER_BATCH = 2_000;
const FLOOD_KEYS = 500;
const BETWEEN_LOOKS_MS = 250;
const MOST_LOOKS = 20;

export const lockProjector = async (db: Db): Promise<void> => {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [PROJECTOR_LOCK]);
};

/** @returns whether the lock is ours now; who has it may take it again. */
const lockProjectorIfFree = async (db: Db): Promise<boolean> => {
  const { rows } = await db.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free',
    [PROJECTOR_LOCK],
  );
  return rows[0]!.free;
};

/** Unqualified table names mean this schema until the transaction ends. */
export const useSchema = async (db: Db, schema: string): Promise<void> => {
  await db.query(`set local search_path to ${schema}`);
};

/**
 * The same to fold into it, which finds rows by their keys: a table that is new has no statistics, and each batch would read
 * all of it.
 */
export const beginFolding = async (db: Db, schema: string): Promise<void> => {
  await db.query(`set local search_path to ${schema}; set local enable_seqscan to off`);
};

/** Folds keys into the read models of the transaction's schema. */
export const projectKeys = async (db: Db, keys: readonly string[], recordedUpTo?: Date): Promise<void> => {
  await derive(db, await refold(db, keys, recordedUpTo), recordedUpTo);
};

/**
 * Folds the keys that new events marked as dirty, oldest first, until none is left. Safe to call from any number of
 * processes: they take turns.
 */
export class Projector {
  /** @param keysPerBatch how many keys one transaction folds; more when one recording touched more. */
  constructor(
    private readonly pool: Pool,
    private readonly keysPerBatch = KEYS_PER_BATCH,
  ) {}

  /** @returns how many keys were folded. */
  async projectPending(): Promise<number> {
    let folded = 0;
    for (let batch = await this.projectBatch(); batch > 0; batch = await this.projectBatch()) folded += batch;
    return folded;
  }

  /**
   * The same, but leaves it to a process that is at it already (a command that imports): two that take turns fold no
   * quicker, and the second has to warm up first.
   *
   * @returns when nothing waits, or when another has been at it for some seconds.
   */
  async projectUnlessAnotherDoes(): Promise<void> {
    for (let looks = 0; looks < MOST_LOOKS; ) {
      const folded = await inTransaction(this.pool, async (db) =>
        (await lockProjectorIfFree(db)) ? projectOldest(db, this.keysPerBatch) : undefined,
      );
      if (folded === 0) return;
      if (folded !== undefined) continue;
      looks += 1;
      await sleep(BETWEEN_LOOKS_MS);
    }
  }

  /** Whether far more waits than comes in from systems at work: a log or a history is being taken in. */
  async isFlooded(): Promise<boolean> {
    const { rowCount } = await this.pool.query('select 1 from throughline.dirty_key offset $1 limit 1', [
      FLOOD_KEYS,
    ]);
    return rowCount !== 0;
  }

  /** @returns how many dirty keys were taken; 0 when there was nothing to do. */
  projectBatch(): Promise<number> {
    return inTransaction(this.pool, (db) => projectOldest(db, this.keysPerBatch));
  }
}

/**
 * Takes the keys of whole recordings, and folds nothing that was recorded later: after each batch the read models hold
 * exactly what was recorded until their watermark, which becomes visible with them.
 */
const projectOldest = async (db: Db, keysPerBatch: number): Promise<number> => {
  const [, , recorded, oldest] = await together([
    lockProjector(db),
    beginFolding(db, LIVE),
    recordedWatermark(db),
    oldestDirty(db, keysPerBatch),
  ]);
  if (!oldest) {
    if (recorded) await publishWatermark(db, recorded);
    return 0;
  }
  await projectKeys(db, oldest.keys, oldest.upTo);
  await markProjected(db, oldest.upTo);
  return oldest.keys.length;
};

/** The read models of the transaction hold every event recorded until then, and no other. */
export const markProjected = async (db: Db, upTo: Date): Promise<void> => {
  await together([
    db.query('delete from throughline.dirty_key where recorded_at <= $1', [upTo]),
    publishWatermark(db, upTo),
  ]);
};

interface Dirty {
  readonly keys: readonly string[];
  /** When the last recording that touched one of them was made. */
  readonly upTo: Date;
}

/** So many keys that wait the longest, and the others of the recording that touched the last of them. */
const oldestDirty = async (db: Db, most: number): Promise<Dirty | undefined> => {
  const { rows } = await db.query<{ key: string; up_to: Date }>(
    `with batch as (
       select max(recorded_at) as up_to from (
         select recorded_at from throughline.dirty_key order by recorded_at, key limit $1) oldest)
     select distinct d.key, batch.up_to
     from batch join throughline.dirty_key d on d.recorded_at <= batch.up_to order by d.key`,
    [most],
  );
  return rows[0] && { keys: rows.map(({ key }) => key), upTo: rows[0].up_to };
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
