import { distinctBy } from '../support/distinct.js';
import { type Db, writeRows } from '../support/rows.js';
import {
  type Appending,
  DIRTY_KEY,
  ERASED_EVENT,
  lockAppend,
  markRecorded,
  nextRecordingTime,
} from './event-store.js';
import { discountActors } from './seen-actors.js';
import type { DeliveryEvent } from './vocabulary.js';

/** Who erases, and why: kept beside what was erased. */
export interface ErasureReason {
  readonly by: string;
  readonly why: string;
}

/**
 * Erases all tellings of these facts in the caller's transaction, marks the keys that they touched, and keeps their ids,
 * so that nobody's telling brings them back.
 *
 * @returns how many tellings there were.
 */
export const eraseEvents = async (
  db: Db,
  ids: readonly string[],
  { clock, keysOf, by, why }: Pick<Appending, 'clock' | 'keysOf'> & ErasureReason,
): Promise<number> => {
  await lockAppend(db);
  const { rows } = await db.query<{ data: string }>(
    'select data from throughline.event where id = any($1) order by recorded_at, id, digest',
    [ids],
  );
  const tellings = rows.map(({ data }) => JSON.parse(data) as DeliveryEvent);
  const recordedAt = await nextRecordingTime(db, clock);
  const keys = [...new Set(tellings.flatMap((event) => keysOf(event)))];
  await deleteRows(db, ids, keys);
  await writeRows(
    db,
    ERASED_EVENT,
    ids.map((id) => ({ event_id: id, erased_at: recordedAt, erased_by: by, why })),
  );
  if (tellings.length === 0) return 0;
  await writeRows(
    db,
    DIRTY_KEY,
    keys.map((key) => ({ key, recorded_at: recordedAt })),
  );
  await discountActors(db, firstOfEach(tellings));
  await markRecorded(db, recordedAt);
  return tellings.length;
};

/** The service may only append; the right to take away is given for this one transaction, which nobody else sees. */
const deleteRows = async (db: Db, ids: readonly string[], keys: readonly string[]): Promise<void> => {
  await db.query('grant delete on throughline.event, throughline.event_key to current_user');
  await db.query('delete from throughline.event_key where key = any($1) and event_id = any($2)', [keys, ids]);
  await db.query('delete from throughline.event where id = any($1)', [ids]);
  await db.query('revoke delete on throughline.event, throughline.event_key from current_user');
};

const firstOfEach = (tellings: readonly DeliveryEvent[]): DeliveryEvent[] =>
  distinctBy(tellings.toReversed(), ({ id }) => id);
