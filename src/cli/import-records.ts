import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { checkedZone } from '../metrics/zone.js';
import { type NewDelivery, storeDeliveries } from '../sources/intake/inbox.js';
import { readSettings } from '../sources/intake/settings.js';
import { interpretRequest, settingOf } from '../sources/interpret.js';
import { keptHeaders } from '../sources/kept-headers.js';
import { findSource } from '../sources/registry.js';
import type { AnySource, RawRequest, Setting } from '../sources/source.js';
import { UserError } from '../support/errors.js';
import { canonicalJson, sha256Hex } from '../support/hash.js';
import { parseHeader } from './parse-header.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { type FileRecord, readRecords } from './record-file.js';
import { withRuntime } from './with-runtime.js';

interface RecordFlags {
  readonly zone?: string;
  readonly host?: string;
  readonly header?: readonly string[];
  readonly whole?: true;
}

/** What became of the records of a file. */
export interface ImportedRecords {
  accepted: number;
  /** How often each reason was given not to derive anything. */
  readonly ignored: Map<string, number>;
  readonly rejected: { readonly place: string; readonly reason: string }[];
}

export const recordsCommand = (): Command =>
  new Command('records')
    .argument(
      '<source>',
      'name of a source, or a system: rundeck, shell-access, packages, aws, kubernetes ...',
    )
    .argument(
      '<file>',
      'lines of a log, JSON one a line, a JSON list, or one JSON value; plain or packed by gzip',
    )
    .option('--zone <iana>', 'zone of times without an offset, for example Europe/Rome')
    .option('--host <name>', 'the host whose log it is, where its lines do not say')
    .option(
      '--header <name: value...>',
      'a header that the system sends along, for example "x-github-event: push"',
    )
    .option('--whole', 'the file is one record')
    .addHelpText('after', HELP)
    .action((name: string, file: string, flags: RecordFlags) =>
      withRuntime(async (runtime) => {
        const imported = await importRecords(runtime, { name, file }, flags);
        process.stdout.write(describeRecords(file, imported));
      }),
    );

const HELP = `
A record that is imported twice counts once, and so does what the system told by itself: use the name of the source to
which it sends. What tells nothing (a line of another program) is counted by its reason and not kept. A record that
cannot be read is kept as rejected, and named.

Examples:
  throughline import records rundeck rundeck.executions.log --zone Europe/Berlin
  throughline import records shell-access /var/log/auth.log.2.gz --zone Europe/Berlin
  throughline import records packages /var/log/dpkg.log --host till-1 --zone Europe/Berlin
  throughline import records puppet last_run_report.yaml --whole`;

interface Wanted {
  readonly name: string;
  readonly file: string;
}

/** Reads a file of records through the same inbox as what the system sends, until it can be queried. */
export const importRecords = async (
  runtime: Runtime,
  { name, file }: Wanted,
  flags: RecordFlags,
): Promise<ImportedRecords> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`${file} is not a file: name a log or a file of records.`);
  const source = await sourceNamed(runtime, name);
  const headers = headersOf(source, flags, found.mtime);
  const kept = (await readSettings(runtime.pool, [name])).get(name);
  const reader = new Reader(runtime, { source, setting: settingOf(source, name, kept), headers });
  const progress = startProgress(`Reading ${file} (bytes)`, found.size);
  for await (const record of readRecords(file, { whole: flags.whole ?? false, begins: source.begins })) {
    await reader.take(record);
    progress.update(record.bytesRead);
  }
  await reader.store();
  progress.end();
  await projectPending(runtime, name);
  return reader.imported;
};

const sourceNamed = async ({ pool }: Runtime, name: string): Promise<AnySource> => {
  const { rows } = await pool.query<{ system: string }>(
    'select system from throughline.source where name = $1',
    [name],
  );
  const source = findSource(rows[0]?.system ?? name);
  if (source?.id === 'people') throw new UserError('People are imported by throughline people import.');
  if (source) return source;
  throw new UserError(
    `There is no source or system named ${name}: throughline source list shows the sources.`,
  );
};

/** The file's time tells the year of lines that tell none: they were not written after it. */
const headersOf = (source: AnySource, flags: RecordFlags, written: Date): Record<string, string> => {
  const told = {
    ...(flags.zone !== undefined && { 'x-throughline-zone': checkedZone(flags.zone) }),
    ...(flags.host !== undefined && { 'x-throughline-host': flags.host }),
    ...Object.fromEntries((flags.header ?? []).map(parseHeader)),
  };
  const kept = keptHeaders(source.headers, { date: written.toUTCString(), ...told });
  const unused = Object.keys(told).find((header) => !(header in kept));
  if (unused === undefined) return kept;
  const what = unused.startsWith('x-throughline-') ? `--${unused.slice('x-throughline-'.length)}` : unused;
  throw new UserError(`${source.title} does not use ${what}: leave it out.`);
};

const RECORDS_PER_STATEMENT = 100;
const MOST_REASONS = 200;

interface Reading {
  readonly source: AnySource;
  readonly setting: Setting;
  readonly headers: Readonly<Record<string, string>>;
}

/** Stores what tells something, or should, and counts the rest. */
class Reader {
  readonly imported: ImportedRecords = { accepted: 0, ignored: new Map(), rejected: [] };
  private pending: NewDelivery[] = [];

  constructor(
    private readonly runtime: Runtime,
    private readonly reading: Reading,
  ) {}

  async take(record: FileRecord): Promise<void> {
    const { source, setting } = this.reading;
    const contentType = record.isJson ? 'application/json' : 'text/plain';
    const request = { headers: { 'content-type': contentType, ...this.reading.headers }, body: record.body };
    const outcome = interpretRequest(source, request, setting);
    if (outcome.outcome === 'ignored') {
      this.countIgnored(outcome.reason);
      return;
    }
    if (outcome.outcome === 'accepted') this.imported.accepted += 1;
    else this.imported.rejected.push({ place: record.place, reason: outcome.reason });
    this.pending.push(this.delivery(request));
    if (this.pending.length >= RECORDS_PER_STATEMENT) await this.store();
  }

  async store(): Promise<void> {
    if (this.pending.length === 0) return;
    await storeDeliveries(this.runtime.pool, this.pending);
    this.pending = [];
    await this.runtime.interpreter.interpretPending();
  }

  /** A reason may end with what stood there: without it there are few. */
  private countIgnored(reason: string): void {
    const { ignored } = this.imported;
    const short = reason.split(': ')[0]!;
    const known = ignored.has(short) || ignored.size < MOST_REASONS ? short : 'Other reasons';
    ignored.set(known, (ignored.get(known) ?? 0) + 1);
  }

  /** A log grows, and its time with it: the same line is the same delivery. */
  private delivery(request: RawRequest): NewDelivery {
    const { source, setting } = this.reading;
    const { date: _, ...headers } = request.headers;
    return {
      source: setting.source,
      system: source.id,
      key: sha256Hex(`${canonicalJson(headers)}\n${request.body.toString('base64')}`),
      receivedAt: this.runtime.clock.now(),
      headers: JSON.stringify(keptHeaders(source.headers, request.headers)),
      body: request.body,
    };
  }
}

const SHOWN = 20;

const times = (count: number): string => (count === 1 ? '1 record' : `${count} records`);

/** What became of the file, a sentence a line. */
export const describeRecords = (file: string, { accepted, ignored, rejected }: ImportedRecords): string => {
  const reasons = [...ignored].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const told = [...ignored.values()].reduce((sum, count) => sum + count, 0);
  return [
    `Imported ${times(accepted)} of ${file}.`,
    ...(told > 0 ? [`Nothing is derived from ${times(told)}:`] : []),
    ...reasons.slice(0, SHOWN).map(([reason, count]) => `  ${count} times: ${reason}`),
    ...(reasons.length > SHOWN ? [`  and for ${reasons.length - SHOWN} more reasons.`] : []),
    ...(rejected.length > 0 ? [`Refused ${times(rejected.length)}:`] : []),
    ...rejected.slice(0, SHOWN).map(({ place, reason }) => `  ${place}: ${reason}`),
    ...(rejected.length > SHOWN ? [`  and ${rejected.length - SHOWN} more.`] : []),
    '',
  ].join('\n');
};
