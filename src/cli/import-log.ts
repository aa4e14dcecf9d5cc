import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { checkedZone } from '../metrics/zone.js';
import { CELLS, type ColumnNames } from '../sources/eventlog/cells.js';
import { LogMeanwhile } from '../sources/eventlog/log-meanwhile.js';
import { logName } from '../sources/eventlog/log-name.js';
import type { LogOptions, LogSummary } from '../sources/eventlog/read-log.js';
import { messageOf, UserError } from '../support/errors.js';
import type { ImportedLog, Log } from './store-log.js';
import { withRuntime } from './with-runtime.js';

type LogFlags = ColumnNames & { readonly zone?: string; readonly name?: string; readonly closed?: string };

const CLOSED = '^closed?$';

export const logCommand = (): Command =>
  new Command('log')
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
          const imported = await storeLog(runtime, log);
          process.stdout.write(describeLog(file, imported.read, flags));
          if (!imported.span) return;
          const { handoffsWithin } = await import('./handoffs-of-log.js');
          process.stdout.write(await handoffsWithin(runtime, imported.span));
        }),
      ),
    );

const HELP = `
The same file imported twice counts once; one whose import broke off is finished by importing it again. Rows of one time
keep the order of the file. A row whose time does not exist, or exists twice where the clock goes back, is refused and
named; one with an offset is always exact. A file that is bad as a whole (cut off, no such column) imports nothing. At the
end stands who handed over to whom in the time of the log, whatever told it, and where most time was lost; the page
Handoffs shows the rest.

Examples:
  throughline import log helpdesk.xes.gz
  throughline import log incidents.xes --line 'organization involved'
  throughline import log tickets.csv --item incident_id --at data_stamp --activity type --team assignment_group --zone Europe/Amsterdam`;

const whileReading = async <T>(file: string, flags: LogFlags, work: (log: Log) => Promise<T>): Promise<T> => {
  const how = JSON.stringify(Object.entries(flags).sort());
  const reading = new LogMeanwhile(file, optionsOf(flags), how);
  try {
    return await work({ file, name: logName(file, flags.name), reading });
  } finally {
    await reading.close();
  }
};

/** What it needs is loaded while the log is read and the database starts. */
const storeLog = async (runtime: Runtime, log: Log): Promise<ImportedLog> => {
  const { importRows } = await import('./store-log.js');
  return importRows(runtime, log);
};

/** Reads an event log until it can be queried. @returns undefined when it was imported before. */
export const importLog = async (
  runtime: Runtime,
  file: string,
  flags: LogFlags,
): Promise<LogSummary | undefined> => {
  const { read } = await whileReading(file, flags, (log) => storeLog(runtime, log));
  return read;
};

const optionsOf = (flags: LogFlags): LogOptions => ({
  columns: columnsOf(flags),
  zone: checkedZone(flags.zone),
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

const SHOWN_REFUSALS = 20;

/** What became of the file, a sentence a line. */
const describeLog = (file: string, read: LogSummary | undefined, { zone }: LogFlags): string => {
  if (!read) return `${file} was imported before and has not changed since.\n`;
  const { rows, cases, local, refused, refusals } = read;
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
