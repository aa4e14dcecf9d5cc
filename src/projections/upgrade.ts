import type { Pool } from 'pg';
import { EVENT_KEY } from '../events/event-store.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { inTransaction, writeRows } from '../support/rows.js';
import { keysOf, onlyLinks } from './keys.js';
import { LIVE } from './projector.js';
import { dropSnapshots } from './read-models.js';
import { type RebuildProgress, rebuild } from './rebuild.js';
import { FOLD_VERSION, foldVersionOf, markFoldVersion } from './version.js';

/**
 * After an upgrade whose folds give other rows for the same events, makes the read models again, while queries go on
 * with the old ones. Nothing to do most of the time.
 *
 * @returns whether they were made again.
 */
export const upgradeReadModels = async (pool: Pool, progress?: RebuildProgress): Promise<boolean> => {
  if ((await foldVersionOf(pool, LIVE)) === FOLD_VERSION) return false;
  const { rows } = await pool.query('select 1 from throughline.event limit 1');
  if (rows.length === 0) {
    await markFoldVersion(pool, LIVE);
    return false;
  }
  await findKeysAgain(pool);
  await rebuild(pool, progress);
  await dropSnapshots(pool);
  return true;
};

const EVENTS_PER_BATCH = 5_000;

/** An event may touch keys that an older version did not know. */
const findKeysAgain = async (pool: Pool): Promise<void> => {
  let after: readonly [string, string] = ['', ''];
  for (;;) {
    const { rows } = await pool.query<{ id: string; digest: string; data: string }>(
      'select id, digest, data from throughline.event where (id, digest) > ($1, $2) order by id, digest limit $3',
      [...after, EVENTS_PER_BATCH],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = [last.id, last.digest];
    const events = rows.map(({ data }) => JSON.parse(data) as DeliveryEvent);
    const keys = events.flatMap((event) =>
      keysOf(event).map((key) => ({ key, linked: onlyLinks(event, key), event_id: event.id, at: event.at })),
    );
    await inTransaction(pool, (db) => writeRows(db, EVENT_KEY, keys));
  }
};
