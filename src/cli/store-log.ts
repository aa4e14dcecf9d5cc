import { stat } from 'node:fs/promises';
import type { Runtime } from '../bootstrap/runtime.js';
import type { LogMeanwhile } from '../sources/eventlog/log-meanwhile.js';
import { payloadOf, type WrittenPart } from '../sources/eventlog/part.js';
import type { LogSummary } from '../sources/eventlog/read-log.js';
import { type NewDelivery, storeDeliveries } from '../sources/intake/inbox.js';
import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import { type Db, inTransaction } from '../support/rows.js';
import type { Span } from './handoffs-of-log.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { whileFolding } from './while-folding.js';

export interface ImportedLog {
  /** What was read; undefined when this very file was imported before in the same way. */
  readonly read: LogSummary | undefined;
  /** The time of the log; undefined when none of its rows has one. */
  readonly span: Span | undefined;
}

/** A log that is being read. */
export interface Log {
  readonly file: string;
  readonly name: string;
  readonly reading: LogMeanwhile;
}

/** Takes a log through the same inbox as every other source, until it can be queried. */
export const importRows = async (runtime: Runtime, { file, name, reading }: Log): Promise<ImportedLog> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`${file} is not a file: name an event log, .xes or .csv.`);
  const digest = await reading.digest;
  const progress = startProgress(`Reading ${file} (bytes)`, found.size);
  const imported = await inTransaction(runtime.pool, async (db) => {
    const known = await readVersion(db, name);
    if (known?.digest === digest) return { read: undefined, span: known.span };
    const revision = known ? known.revision + 1 : 0;
    const read = await store(db, reading, {
      runtime,
      payload: (part) => payloadOf(name, revision, part),
      read: () => progress.update(reading.bytesRead),
    });
    const span = spanOf(read);
    await writeVersion(db, name, { digest, revision, span });
    return { read, span };
  });
  progress.end();
  await interpretPending(runtime, imported.read);
  await projectPending(runtime, 'eventlog');
  return imported;
};

const spanOf = ({ first, last }: LogSummary): Span | undefined =>
  first <= last ? { first, last } : undefined;

interface Version {
  readonly digest: string;
  readonly revision: number;
  /** Not known of what was imported before it was written down. */
  readonly span?: Span | undefined;
}

const readVersion = async (db: Db, name: string): Promise<Version | undefined> => {
  const { rows } = await db.query<{ value: string }>(
    `select value from throughline.import_cursor where source = 'eventlog' and name = $1`,
    [name],
  );
  return rows[0] && (JSON.parse(rows[0].value) as Version);
};

const writeVersion = async (db: Db, name: string, version: Version): Promise<void> => {
  await db.query(
    `insert into throughline.import_cursor (source, name, value) values ('eventlog', $1, $2)
     on conflict (source, name) do update set value = excluded.value`,
    [name, JSON.stringify(version)],
  );
};

interface Storing {
  readonly runtime: Runtime;
  readonly payload: (part: WrittenPart) => string;
  readonly read: () => void;
}

const PAYLOADS_PER_STATEMENT = 8;
/** A service beside us leaves them to us for so long, and reads what other systems send it. */
const OURS_FOR_MS = 120_000;

/** In the caller's transaction: a log that turns out to be bad leaves nothing. */
const store = async (
  db: Db,
  reading: LogMeanwhile,
  { runtime, payload, read }: Storing,
): Promise<LogSummary> => {
  let pending: NewDelivery[] = [];
  let storing: Promise<unknown> = Promise.resolve();
  for await (const part of reading.parts()) {
    const body = Buffer.from(payload(part));
    const key = sha256Hex(body);
    const receivedAt = runtime.clock.now();
    const delivery = { source: 'eventlog', system: 'eventlog', key, receivedAt, headers: '{}', body };
    runtime.interpreter.foresee(delivery);
    pending.push(delivery);
    if (pending.length < PAYLOADS_PER_STATEMENT) continue;
    // Written while the next are read.
    await storing;
    storing = storeDeliveries(db, pending, oursUntil(runtime));
    storing.catch(() => {});
    pending = [];
    read();
  }
  await storing;
  if (pending.length > 0) await storeDeliveries(db, pending, oursUntil(runtime));
  if (!reading.summary) throw new Error('The log was read without an end.');
  return reading.summary;
};

const oursUntil = ({ clock }: Runtime): Date => new Date(clock.now().getTime() + OURS_FOR_MS);

/** So many that a transaction is worth its while, so few that the events of one are not felt in memory. */
const DELIVERIES_AT_ONCE = 7;
/** With these the folding begins. */
const DELIVERIES_AT_FIRST = 2;
const LONG_CASE = 1_000;

/** Whether cases are done with soon after they began. If not, each would be folded again with every part of the log. */
const standTogether = ({ rows, cases, resumed }: LogSummary): boolean =>
  resumed < cases && rows < cases * LONG_CASE;

/** Records what was read; where that pays, folds what is recorded already while the database writes what comes next. */
const interpretPending = async (runtime: Runtime, read: LogSummary | undefined): Promise<void> => {
  const { interpreter, projector, pool } = runtime;
  const { rows: counted } = await pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from throughline.inbox where state = 'pending'`,
  );
  const what = read ? `${read.rows} rows` : 'what was read before';
  const progress = startProgress(`Recording ${what} (deliveries)`, counted[0]!.waiting);
  const record = async (): Promise<void> => {
    let done = 0;
    for (let taken = 1; taken > 0; done += taken) {
      const most = done === 0 ? DELIVERIES_AT_FIRST : DELIVERIES_AT_ONCE;
      taken = await interpreter.interpretBatch({ most, keptFor: 'eventlog' });
      progress.update(done + taken);
    }
  };
  await (read && standTogether(read) ? whileFolding(projector, record) : record());
  progress.end();
};
