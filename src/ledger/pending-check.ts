import type { Db } from '../support/rows.js';
import type { Findings } from './findings.js';
import { readLeaf } from './leaf.js';
import type { Verifier } from './note.js';
import { allPending, isAuthentic } from './pending.js';
import { newestRecording } from './sequencer.js';

/**
 * Holds what waits for its leaf to what the service signed when it recorded it.
 *
 * @returns how many events wait.
 */
export const checkPending = async (db: Db, verifier: Verifier, findings: Findings): Promise<number> => {
  const newest = await newestRecording(db);
  let events = 0;
  for await (const recording of allPending(db)) {
    const { recordedAt } = recording;
    events += recording.events.length;
    if (newest !== undefined && recordedAt <= newest) {
      findings.add('recording', recordedAt, 'It is in the ledger already and was put back.');
    } else if (!isAuthentic(recording, verifier)) {
      findings.add('recording', recordedAt, 'Its events are not those that the service recorded then.');
    }
  }
  return events;
};

/** When the event of a leaf was recorded; leaves stand in that order. */
export const recordingOf = async (db: Db, index: number): Promise<string | undefined> => {
  const { rows } = await db.query<{ leaf: string }>(
    'select leaf from throughline.ledger_leaf where index = $1',
    [index],
  );
  return rows[0] && readLeaf(rows[0].leaf)?.recordedAt;
};

/** @param since only those recorded later. */
export const countEvents = async (db: Db, since: string | undefined): Promise<number> => {
  const { rows } = await db.query<{ count: string }>(
    'select count(*) from throughline.event where $1::timestamptz is null or recorded_at > $1',
    [since ?? null],
  );
  return Number(rows[0]!.count);
};

/** Events that are neither in the ledger nor waiting for it: somebody else put them there. */
export const unloggedEvents = async (
  db: Db,
  findings: Findings,
  since: string | undefined,
): Promise<void> => {
  const { rows } = await db.query<{ id: string }>(
    `select e.id from throughline.event e
     where not exists (select from throughline.ledger_leaf l where l.event_id = e.id and l.digest = e.digest)
       and not exists (select from throughline.recording r where r.recorded_at = e.recorded_at)
       and ($1::timestamptz is null or e.recorded_at > $1)
     order by e.recorded_at, e.id, e.digest limit 1000`,
    [since ?? null],
  );
  for (const { id } of rows) findings.add('event', id, 'The service never recorded it: it has no leaf.');
};
