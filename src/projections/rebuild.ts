import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { codeOf } from '../support/errors.js';
import { type Db, inTransaction } from '../support/rows.js';
import {
  beginFolding,
  LIVE,
  lockProjector,
  markProjected,
  projectKeys,
  recordedWatermark,
} from './projector.js';
import { SENTINEL } from './reading.js';
import { markFoldVersion } from './version.js';

const NEXT = `${LIVE}_next`;
const OLD = `${LIVE}_old`;
const KEYS_PER_BATCH = 5_000;
/** One rebuild at a time: they fill the same schema. */
const REBUILD_LOCK = 'throughline.rebuild';

export type RebuildProgress = (done: number, total: number) => void;

/**
 * Builds all read models again from the events, in a schema beside the live one, while queries and intake go on; then
 * renames it into place. A reader sees the old read models until the new ones are whole.
 */
export const rebuild = async (pool: Pool, progress: RebuildProgress = () => {}): Promise<void> => {
  const alone = await pool.connect();
  try {
    await alone.query('select pg_advisory_lock(hashtextextended($1, 0))', [REBUILD_LOCK]);
    await rebuildAlone(pool, progress);
  } finally {
    await alone.query('select pg_advisory_unlock(hashtextextended($1, 0))', [REBUILD_LOCK]).catch(() => {});
    alone.release();
  }
};

const rebuildAlone = async (pool: Pool, progress: RebuildProgress): Promise<void> => {
  await dropSchema(pool, NEXT);
  await createLike(pool, NEXT);
  const upTo = await recordedWatermark(pool);
  if (upTo) await fill(pool, { schema: NEXT, upTo, progress });
  await swapWhenFree(pool, upTo);
};

const SWAP_ATTEMPTS = 200;
const BETWEEN_ATTEMPTS_MS = 250;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The swap needs a moment in which nobody reads. It waits for it only briefly each time: whoever comes to read meanwhile
 * has to wait behind it.
 */
const swapWhenFree = async (pool: Pool, upTo: Date | undefined): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(pool, (db) => catchUpAndSwap(db, upTo));
    } catch (thrown) {
      if (attempt >= SWAP_ATTEMPTS || codeOf(thrown) !== LOCK_NOT_AVAILABLE) throw thrown;
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
  }
};

/** An empty schema with the tables and indexes of the live one. */
export const createLike = async (pool: Pool, schema: string): Promise<void> => {
  await inTransaction(pool, async (db) => {
    await db.query(`create schema ${schema}`);
    await markFoldVersion(db, schema);
    const { rows } = await db.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r'`,
      [LIVE],
    );
    for (const { name } of rows)
      await db.query(`create table ${schema}.${name} (like ${LIVE}.${name} including all)`);
  });
};

export const dropSchema = async (db: Db, schema: string): Promise<void> => {
  await db.query(`drop schema if exists ${schema} cascade`);
};

interface Filling {
  readonly schema: string;
  /** Only events recorded until then. */
  readonly upTo: Date;
  readonly progress: RebuildProgress;
}

/** Folds every key into the schema, in key order: commits come before the deployments that deliver them. */
export const fill = async (pool: Pool, { schema, upTo, progress }: Filling): Promise<void> => {
  const counted = await pool.query<{ total: number }>(
    'select count(*)::int as total from (select distinct key from throughline.event_key) keys',
  );
  const total = counted.rows[0]!.total;
  let done = 0;
  for (let keys = await nextKeys(pool, ''); keys.length > 0; keys = await nextKeys(pool, keys.at(-1)!)) {
    await inTransaction(pool, async (db) => {
      await beginFolding(db, schema);
      await projectKeys(db, keys, upTo);
    });
    done += keys.length;
    progress(done, total);
  }
};

const nextKeys = async (pool: Pool, after: string): Promise<string[]> => {
  const { rows } = await pool.query<{ key: string }>(
    'select distinct key from throughline.event_key where key > $1 order by key limit $2',
    [after, KEYS_PER_BATCH],
  );
  return rows.map(({ key }) => key);
};

/** What was recorded meanwhile is folded too, so that the new read models hold exactly what their watermark says. */
const catchUpAndSwap = async (db: Db, upTo: Date | undefined): Promise<void> => {
  await lockProjector(db);
  await beginFolding(db, NEXT);
  const recorded = await recordedWatermark(db);
  if (recorded) {
    const { rows } = await db.query<{ key: string }>(
      `select distinct k.key from throughline.event e join throughline.event_key k on k.event_id = e.id
       where e.recorded_at > $1 and e.recorded_at <= $2 order by k.key`,
      [upTo ?? new Date(0), recorded],
    );
    const keys = rows.map(({ key }) => key);
    if (keys.length > 0) await projectKeys(db, keys, recorded);
    await markProjected(db, recorded);
  }
  await db.query(`set local lock_timeout = '500ms'`);
  await db.query(`lock table ${SENTINEL} in access exclusive mode`);
  await db.query(`alter schema ${LIVE} rename to ${OLD}`);
  await db.query(`alter schema ${NEXT} rename to ${LIVE}`);
  await dropSchema(db, OLD);
};
