import { verify } from 'node:crypto';
import { UserError } from '../support/errors.js';
import { recordingText } from '../support/recording.js';
import type { Db } from '../support/rows.js';
import type { StoredEvent } from './leaf.js';
import type { Verifier } from './note.js';
import { asEvent, EVENT_COLUMNS, type EventRow, isoOf } from './stored-events.js';

/** Events that were recorded together and are not in the ledger yet. */
export interface Recording {
  /** Its time as PostgreSQL spells it, by which it is found again whatever somebody made of it. */
  readonly key: string;
  readonly recordedAt: string;
  /** How many there are said to be. */
  readonly count: number;
  readonly events: readonly StoredEvent[];
  readonly signature: Buffer;
}

const EVENTS_PER_PAGE = 5_000;

interface Waiting {
  readonly key: string;
  readonly at: string;
  readonly events: number;
  readonly signature: Buffer;
}

/**
 * The oldest recordings with at most so many events, but at least one recording; whole, in order.
 *
 * @param after only those later than this key.
 */
export const readPending = async (db: Db, mostEvents: number, after?: string): Promise<Recording[]> => {
  const { rows } = await db.query<Waiting>(
    `select recorded_at::text as key, to_json(recorded_at at time zone 'UTC') #>> '{}' as at, events, signature
     from throughline.recording where $2::timestamptz is null or recorded_at > $2
     order by recorded_at limit $1`,
    [mostEvents, after ?? null],
  );
  let events = 0;
  const taken = rows.filter((row, i) => {
    events += row.events;
    return i === 0 || events <= mostEvents;
  });
  const stored = await eventsRecorded(db, taken);
  return taken.map(({ key, at, events: count, signature }) => {
    const recordedAt = isoOf(at);
    return { key, recordedAt, count, signature, events: stored.get(recordedAt) ?? [] };
  });
};

const eventsRecorded = async (
  db: Db,
  recordings: readonly Waiting[],
): Promise<Map<string, StoredEvent[]>> => {
  const { rows } = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from throughline.event e
     where e.recorded_at = any($1::timestamptz[]) order by e.recorded_at, e.id, e.digest`,
    [recordings.map(({ key }) => key)],
  );
  const byTime = new Map<string, StoredEvent[]>();
  for (const event of rows.map(asEvent)) {
    const known = byTime.get(event.recordedAt);
    if (known) known.push(event);
    else byTime.set(event.recordedAt, [event]);
  }
  return byTime;
};

/** Every recording that waits, page by page. */
export async function* allPending(db: Db): AsyncGenerator<Recording> {
  let page = await readPending(db, EVENTS_PER_PAGE);
  while (page.length > 0) {
    yield* page;
    page = await readPending(db, EVENTS_PER_PAGE, page.at(-1)!.key);
  }
}

/** Whether these are the events that the service recorded then, as it recorded them. */
export const isAuthentic = (
  { recordedAt, count, events, signature }: Recording,
  { key }: Verifier,
): boolean =>
  events.length === count && verify(null, Buffer.from(recordingText(recordedAt, events)), key, signature);

/**
 * Signs what was recorded before the ledger had a key, as it stands: there is nothing to hold it to.
 *
 * @param sign by the ledger's key.
 */
export const adoptOlder = async (db: Db, sign: (text: string) => Buffer): Promise<void> => {
  for await (const recording of allPending(db)) {
    if (recording.signature.length > 0) continue;
    await db.query('update throughline.recording set signature = $2 where recorded_at = $1', [
      recording.key,
      sign(recordingText(recording.recordedAt, recording.events)),
    ]);
  }
};

export const forgedRecording = (recordedAt: string): UserError =>
  new UserError(
    `The events recorded at ${recordedAt} are not what the service recorded then, so they were not taken into the ledger: throughline ledger verify says more.`,
    'FORGED_RECORDING',
  );
