import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { checkedZone } from '../metrics/zone.js';
import { CELLS, type ColumnNames } from '../sources/eventlog/cells.js';
import { LogMeanwhile } from '../sources/eventlog/log-meanwhile.js';
import { payloadOf, type WrittenPart } from '../sources/eventlog/part.js';
import { type LogOptions, type LogSummary, logName } from '../sources/eventlog/read-log.js';
import { type NewDelivery, storeDeliveries } from '../sources/intake/inbox.js';
import { messageOf, UserError } from '../support/errors.js';
import { sha256 } from '../support/hash.js';
import { type Db, inTransaction } from '../support/rows.js';
import { handoffsWithin } from './handoffs-of-log.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { whileFolding } from './while-folding.js';
import { withRuntime } from './with-runtime.js';

type LogFlags = ColumnNames & { readonly zone?: string; readonly name?: string; readonly closed?: string };

/** What was read, or undefined when this very file was imported before in the same way. */
export type ImportedLog = LogSummary | undefined;

const CLOSED = '^closed?$';

export const logCommand = (): Command =>
  new Command('log')
    .description('an event log, XES or CSV, plain or packed by gzip: cases, activities, and who had them')
    .argument('<file>', 'for example helpdesk.xes.gz or tickets.csv')
    .option('--item <column>', 'what flows: the case or ticket (XES: concept:name of the trace)')
    .option('--at <column>', 'when (XES: time:timestamp)')
    .option('--activity <column>', 'what was done (XES: concept:name)')
    .option('--holder <column>', 'the person who has it (XES: org:resource)')
    .option('--team <column>', 'the team that has it (XES: org:group)')
    .option('--line <column>', 'the line (of support, of business) that has it (XES: org:role)')
    .option('--lifecycle <column>', 'whether the activity starts or completes (XES: lifecycle:transition)')
    .option('--zone <iana>', 'zone of times without an offset, for example Europe/Rome (default: UTC)')
    .option('--name <name>', 'name of the log; cases are told apart by it (default: that of the file)')
    .option('--closed <regex>', `activities that end a case when they are its last (default: ${CLOSED})`)
    .addHelpText('after', HELP)
    .action((file: string, flags: LogFlags) =>
      whileReading(file, flags, (log) =>
        withRuntime(async (runtime) => {
          const imported = await importRows(runtime, log);
          process.stdout.write(describeLog(file, imported, flags));
          if (imported) process.stdout.write(await handoffsWithin(runtime, imported));
        }),
      ),
    );

const HELP = `
The same file imported twice counts once. Rows of one time keep the order of the file. A row whose time does not exist,
or exists twice where the clock goes back, is refused and named; one with an offset is always exact. A file that is bad
as a whole (cut off, no such column) imports nothing. At the end stands who handed over to whom in the time of the log,
whatever told it, and where most time was lost; the page Handoffs shows the rest.

Examples:
  throughline import log helpdesk.xes.gz
  throughline import log incidents.xes --line 'organization involved'
  throughline import log tickets.csv --item incident_id --at data_stamp --activity type --team assignment_group --zone Europe/Amsterdam`;

/** A log that is being read. */
interface Log {
  readonly file: string;
  readonly name: string;
  readonly reading: LogMeanwhile;
}

const whileReading = async <T>(file: string, flags: LogFlags, work: (log: Log) => Promise<T>): Promise<T> => {
  const how = JSON.stringify(Object.entries(flags).sort());
  const reading = new LogMeanwhile(file, optionsOf(flags), how);
  try {
    return await work({ file, name: logName(file, flags.name), reading });
  } finally {
    await reading.close();
  }
};

/** Reads an event log through the same inbox as every other source, until it can be queried. */
export const importLog = (runtime: Runtime, file: string, flags: LogFlags): Promise<ImportedLog> =>
  whileReading(file, flags, (log) => importRows(runtime, log));

const importRows = async (runtime: Runtime, { file, name, reading }: Log): Promise<ImportedLog> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`${file} is not a file: name an event log, .xes or .csv.`);
  const digest = await reading.digest;
  const progress = startProgress(`Reading ${file} (bytes)`, found.size);
  const imported = await inTransaction(runtime.pool, async (db) => {
    const known = await readVersion(db, name);
    if (known?.digest === digest) return undefined;
    const version = { digest, revision: known ? known.revision + 1 : 0 };
    const summary = await store(db, reading, {
      runtime,
      payload: (part) => payloadOf(name, version.revision, part),
      read: () => progress.update(reading.bytesRead),
    });
    await writeVersion(db, name, version);
    return summary;
  });
  progress.end();
  await interpretPending(runtime, imported);
  await projectPending(runtime, 'eventlog');
  return imported;
};

const optionsOf = (flags: LogFlags): LogOptions => ({
  columns: columnsOf(flags),
  ...(flags.zone !== undefined && { zone: checkedZone(flags.zone) }),
  closed: pattern(flags.closed),
});

const columnsOf = (flags: LogFlags): ColumnNames =>
  Object.fromEntries(CELLS.flatMap((cell) => (flags[cell] === undefined ? [] : [[cell, flags[cell]]])));

const pattern = (text = CLOSED): RegExp => {
  try {
    return new RegExp(text, 'i');
  } catch (thrown) {
    throw new UserError(`--closed is no regular expression: ${messageOf(thrown)}.`);
  }
};

interface Version {
  readonly digest: string;
  readonly revision: number;
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

/** In the caller's transaction: a log that turns out to be bad leaves nothing. */
const store = async (
  db: Db,
  reading: LogMeanwhile,
  { runtime, payload, read }: Storing,
): Promise<ImportedLog> => {
  let pending: NewDelivery[] = [];
  let storing: Promise<unknown> = Promise.resolve();
  for await (const part of reading.parts()) {
    const body = Buffer.from(payload(part));
    const key = sha256(body).toString('hex');
    const receivedAt = runtime.clock.now();
    const delivery = { source: 'eventlog', system: 'eventlog', key, receivedAt, headers: '{}', body };
    runtime.interpreter.foresee(delivery);
    pending.push(delivery);
    if (pending.length < PAYLOADS_PER_STATEMENT) continue;
    // Written while the next are read.
    await storing;
    storing = storeDeliveries(db, pending);
    storing.catch(() => {});
    pending = [];
    read();
  }
  await storing;
  if (pending.length > 0) await storeDeliveries(db, pending);
  return reading.summary;
};

/** So many that a transaction is worth its while, so few that the events of one are not felt in memory. */
const DELIVERIES_AT_ONCE = 7;
const LONG_CASE = 1_000;

/** Whether cases are done with soon after they began. If not, each would be folded again with every part of the log. */
const standTogether = ({ rows, cases, resumed }: LogSummary): boolean =>
  resumed < cases && rows < cases * LONG_CASE;

/** Records what was read; where that pays, folds what is recorded already while the database writes what comes next. */
const interpretPending = async (runtime: Runtime, imported: ImportedLog): Promise<void> => {
  const { interpreter, projector, pool } = runtime;
  const { rows: counted } = await pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from throughline.inbox where state = 'pending'`,
  );
  const progress = startProgress(`Recording ${imported?.rows ?? 0} rows (deliveries)`, counted[0]!.waiting);
  const record = async (): Promise<void> => {
    let done = 0;
    for (let taken = 1; taken > 0; done += taken) {
      taken = await interpreter.interpretBatch(DELIVERIES_AT_ONCE);
      progress.update(done + taken);
    }
  };
  await (imported && standTogether(imported) ? whileFolding(projector, record) : record());
  progress.end();
};

const SHOWN_REFUSALS = 20;

/** What became of the file, a sentence a line. */
export const describeLog = (file: string, imported: ImportedLog, { zone }: LogFlags): string => {
  if (!imported) return `${file} was imported before and has not changed since.\n`;
  const { rows, cases, local, refused, refusals } = imported;
  const shown = refusals.slice(0, SHOWN_REFUSALS);
  return [
    `Imported ${rows} rows of ${cases} cases of ${file}.`,
    ...(local > 0 && !zone
      ? [
          `${local} times have no offset and were read as UTC: name their zone with --zone to have them exact.`,
        ]
      : []),
    ...(refused > 0 ? [`Refused ${refused} rows:`] : []),
    ...shown.map(({ line, reason }) => `  line ${line}: ${reason}.`),
    ...(refused > shown.length ? [`  and ${refused - shown.length} more.`] : []),
    '',
  ].join('\n');
};
