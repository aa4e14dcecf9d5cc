import type { Pool } from 'pg';
import { appendEvents, tellingOf } from '../../src/events/event-store.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { keysOf, onlyLinks } from '../../src/projections/keys.js';
import { createLike, fill } from '../../src/projections/rebuild.js';
import { systemClock } from '../../src/support/clock.js';
import { inTransaction } from '../../src/support/rows.js';

/** Appends events as one delivery would. */
export const record = async (pool: Pool, events: readonly DeliveryEvent[]): Promise<void> => {
  const tellings = events.map((event) => tellingOf(event, 'test'));
  await inTransaction(pool, (db) => appendEvents(db, tellings, { clock: systemClock, keysOf, onlyLinks }));
};

/** Every row of every read model as text, table by table: two equal dumps are byte-identical read models. */
export const dump = async (pool: Pool, schema = 'throughline_read'): Promise<Record<string, string[]>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by 1`,
    [schema],
  );
  const dumps: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from ${schema}.${name} t order by t::text collate "C"`,
    );
    dumps[name] = rows.map(({ row }) => row);
  }
  return dumps;
};

/**
 * The read models as one fold over everything recorded until then would make them, in a schema that stays for the next:
 * to make its tables and indexes takes longer than to fill them.
 */
export const dumpOfWholeFold = async (pool: Pool, upTo: Date): Promise<Record<string, string[]>> => {
  const schema = 'throughline_read_whole';
  const { rows } = await pool.query('select 1 from pg_namespace where nspname = $1', [schema]);
  if (rows.length === 0) await createLike(pool, schema);
  await emptyTables(pool, `schemaname = '${schema}'`);
  await fill(pool, { schema, upTo, progress: () => {} });
  return dump(pool, schema);
};

const emptyTables = async (pool: Pool, which: string): Promise<void> => {
  await pool.query(`
    do $$ declare t record; begin
      for t in select schemaname, tablename from pg_tables where ${which} loop
        execute format('delete from %I.%I', t.schemaname, t.tablename);
      end loop;
    end $$`);
};

/** An empty store, in a test that works through many. */
export const emptyStore = async (pool: Pool): Promise<void> => {
  await pool.query('grant all on throughline.event, throughline.event_key to current_user');
  await emptyTables(
    pool,
    `schemaname = 'throughline_read'
     or (schemaname = 'throughline' and tablename in ('event', 'event_key', 'dirty_key', 'watermark', 'inbox'))`,
  );
};
