import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';
import { distinctBy } from '../../support/distinct.js';
import { messageOf, UserError } from '../../support/errors.js';
import { type Db, inTransaction } from '../../support/rows.js';
import { keptHeaders } from '../kept-headers.js';
import type { AnySource, PullClient, Pulled, RawRequest, Setting } from '../source.js';
import { keyOf } from './http.js';
import { type NewDelivery, storeDeliveries } from './inbox.js';

/** A source that can be read, with what it takes to do so. */
export interface Pullable {
  readonly name: string;
  readonly source: AnySource;
  readonly setting: Setting;
  readonly client: PullClient;
}

export interface Pulling {
  readonly pool: Pool;
  readonly clock: Clock;
  /**
   * Called after each batch, and waited for: how many records this time, and how many there are in all where the system
   * tells. Who reads on only when the inbox has room keeps a long history from standing in the way of what happens now.
   */
  readonly afterBatch?: (done: number, total: number | undefined) => Promise<void>;
  readonly signal?: AbortSignal;
}

const RECORDS_PER_BATCH = 200;
const BYTES_PER_BATCH = 4 * 1024 * 1024;

/**
 * Reads what a system keeps from where the last time ended. Records are stored like deliveries, together with the
 * cursor: whatever is interrupted goes on where it was, and what is read twice is one fact.
 *
 * @returns how many records were read.
 * @throws UserError when the system cannot be read; what was read until then is kept.
 */
export const pullSource = async (pullable: Pullable, pulling: Pulling): Promise<number> => {
  const { pool, clock } = pulling;
  const { name, source, setting, client } = pullable;
  if (!source.pull) throw new UserError(`${source.title} has nothing to read: it only sends.`);
  return alone(pool, name, async () => {
    const cursor = await begin(pool, name, clock.now());
    try {
      const records = source.pull!.read(cursor, client, setting);
      const done = await storeAll(records, pullable, pulling);
      await pool.query(
        'update throughline.source_pull set finished_at = $2, failed_at = null, error = null where source = $1',
        [name, clock.now()],
      );
      return done;
    } catch (thrown) {
      await pool.query('update throughline.source_pull set failed_at = $2, error = $3 where source = $1', [
        name,
        clock.now(),
        messageOf(thrown).slice(0, 2_000),
      ]);
      throw thrown;
    }
  });
};

const storeAll = async (
  records: AsyncIterable<Pulled>,
  { name, source }: Pullable,
  { pool, clock, afterBatch, signal }: Pulling,
): Promise<number> => {
  let batch: Pulled[] = [];
  let bytes = 0;
  let done = 0;
  const flush = async (): Promise<void> => {
    const last = batch.at(-1);
    if (!last) return;
    const deliveries = batch.map(({ request }) => deliveryOf(name, source, request, clock.now()));
    await inTransaction(pool, (db) => storeBatch(db, name, { deliveries, last }));
    done += batch.length;
    batch = [];
    bytes = 0;
    await afterBatch?.(done, last.total);
  };
  for await (const record of records) {
    signal?.throwIfAborted();
    batch.push(record);
    bytes += record.request.body.length;
    if (batch.length >= RECORDS_PER_BATCH || bytes >= BYTES_PER_BATCH) await flush();
  }
  await flush();
  return done;
};

const storeBatch = async (
  db: Db,
  name: string,
  { deliveries, last }: { readonly deliveries: readonly NewDelivery[]; readonly last: Pulled },
): Promise<void> => {
  // The same record may stand on two pages of a list that grew while it was read.
  await storeDeliveries(
    db,
    distinctBy(deliveries, ({ key }) => key),
  );
  await db.query(
    `update throughline.source_pull set cursor = $2, records = records + $3, total = coalesce($4, total)
     where source = $1`,
    [name, last.cursor, deliveries.length, last.total ?? null],
  );
};

const deliveryOf = (name: string, source: AnySource, request: RawRequest, now: Date): NewDelivery => ({
  source: name,
  system: source.id,
  key: keyOf(source, request),
  receivedAt: now,
  headers: JSON.stringify(keptHeaders(source.headers, request.headers)),
  body: request.body,
});

const begin = async (pool: Pool, name: string, now: Date): Promise<string | undefined> => {
  const { rows } = await pool.query<{ cursor: string | null }>(
    `insert into throughline.source_pull (source, started_at) values ($1, $2)
     on conflict (source) do update set started_at = excluded.started_at returning cursor`,
    [name, now],
  );
  return rows[0]!.cursor ?? undefined;
};

/** Two readers of one source would only do the same work twice. */
const alone = async <T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const lock = `throughline.pull.${name}`;
  try {
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
      [lock],
    );
    if (!rows[0]!.free) throw new UserError(`${name} is being read at this moment.`, 'BUSY');
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lock]).catch(() => {});
    }
  } finally {
    client.release();
  }
};

const ROOM = 2_000;
const LOOK_AGAIN_MS = 100;

/** Waits until only few deliveries of a source are still to be interpreted by a worker. */
export const untilRoom = async (pool: Pool, name: string, signal?: AbortSignal): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from (select 1 from throughline.inbox
         where state = 'pending' and source = $1 and next_attempt_at is null limit $2) some`,
      [name, ROOM],
    );
    if (rows[0]!.waiting < ROOM) return;
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
};

/** Forgets how far a source was read, so that the next time begins at the beginning. */
export const forgetCursor = async (db: Db, name: string): Promise<void> => {
  await db.query(
    'update throughline.source_pull set cursor = null, records = 0, total = null where source = $1',
    [name],
  );
};
