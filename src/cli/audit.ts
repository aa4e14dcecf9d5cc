import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { type AuditStore, type ExportFormat, exported, walkTrail } from '../audit/export.js';
import { readParameters } from '../audit/parameters.js';
import { type Drawing, drawSample, freeze } from '../audit/population.js';
import { type AuditFilter, questionText } from '../audit/question.js';
import { recordReading } from '../audit/readings.js';
import { STRATA } from '../audit/stratum.js';
import type { Runtime } from '../bootstrap/runtime.js';
import { Reading, readThrough } from '../projections/reading.js';
import { UserError } from '../support/errors.js';
import { packCommand } from './audit-pack.js';
import { withRuntime } from './with-runtime.js';

export const auditCommand = (): Command =>
  new Command('audit')
    .addCommand(exportCommand())
    .addCommand(populationCommand())
    .addCommand(sampleCommand())
    .addCommand(packCommand());

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

const REPEATABLE = {
  kind: 'CHANGE, COMMIT, DEPLOYMENT, EXECUTION, AUTOMATION, ACCESS, RESOURCE or APPROVAL',
  person: 'a person, by all accounts',
  actor: 'an account, such as github:octocat',
  team: 'whoever was in the team then',
  line: 'whoever worked in the line then',
  role: 'as INITIATOR, ACTOR or AUTHORIZER',
  service: 'a service, with the changes of its repositories',
  environment: 'an environment',
  host: 'a host',
  artifact: 'an artifact, by name or digest',
  commit: 'a commit, its change request and what delivered it, by at least seven characters of its sha',
  ticket: 'a ticket',
  outcome: 'success, failure, merged, granted ...',
  verdict: 'PASS, FAIL, EXCEPTION or UNKNOWN, of a control (not for a population)',
} as const;

const SINGLE = {
  text: ['<text>', 'text in what was done, in names or values'],
  hours: ['<hours>', 'office hours, as "08:00-18:00 Europe/Berlin": each line then says its stratum'],
  from: ['<instant>', 'from then on, such as 2026-07-01T00:00:00Z'],
  to: ['<instant>', 'until then, which is not in it'],
  asOf: ['<instant>', 'what was known at that recording time'],
} as const;

type Flags = Readonly<Record<string, unknown>>;

const withFilter = (command: Command): Command => {
  for (const [name, what] of Object.entries(REPEATABLE))
    command.option(`--${name} <${name}>`, `${what}; repeatable`, collect);
  for (const [name, [value, what]] of Object.entries(SINGLE))
    command.option(`--${name === 'asOf' ? 'as-of' : name} ${value}`, what);
  return command;
};

const filterOf = (flags: Flags): AuditFilter =>
  readParameters(
    Object.fromEntries(
      Object.entries(flags).filter(
        ([name, value]) => value !== undefined && (name in REPEATABLE || name in SINGLE),
      ),
    ),
  );

const exportCommand = (): Command =>
  withFilter(new Command('export'))
    .description('write every line of a filter, the newest first')
    .requiredOption('--format <format>', 'csv or ndjson')
    .option('--out <file>', 'where to write it (default: print it)')
    .addHelpText(
      'after',
      '\nExample:\n  throughline audit export --format csv --environment production --from 2026-07-01T00:00:00Z --out q3.csv',
    )
    .action((flags: Flags) => {
      const format = formatOf(flags['format']);
      const filter = filterOf(flags);
      return inReading(async (store, runtime) => {
        await note(runtime, `export.${format}`, filter);
        const walked = await walkTrail(store, filter);
        const out = typeof flags['out'] === 'string' ? createWriteStream(flags['out']) : process.stdout;
        await pour(exported(walked, format), out);
        process.stderr.write(`As of ${walked.asOf.toISOString()}.\n`);
      });
    });

const populationCommand = (): Command =>
  withFilter(new Command('population'))
    .description('count and hash a complete list, so that it can be asked for again')
    .action((flags: Flags) => {
      const filter = filterOf(flags);
      return inReading(async (store, runtime) => {
        await note(runtime, 'population', filter);
        print(await freeze(store, filter));
      });
    });

const sampleCommand = (): Command =>
  withFilter(new Command('sample'))
    .description('draw lines from a population; docs/audit/redraw.mjs draws them again')
    .option('--size <n>', 'how many of the whole population; or by strata:')
    .option(
      '--stratum <name=n>',
      'emergency, high-risk, out-of-hours or others, and how many; repeatable',
      collect,
    )
    .requiredOption('--seed <text>', 'any line of text; the same seed draws the same lines')
    .action((flags: Flags) => {
      const filter = filterOf(flags);
      const drawing = drawingOf(flags);
      return inReading(async (store, runtime) => {
        await note(runtime, 'sample', { ...filter, ...drawing });
        const { population, seed, drawn, strata } = await drawSample(store, filter, drawing);
        print({
          population,
          seed,
          drawn: drawn.map(({ rank, line: { place, id, stratum } }) => ({ rank, place, id, stratum })),
          strata: strata.map(({ name, population: count, seed: own, hash }) => ({
            name,
            count,
            seed: own,
            hash,
          })),
        });
      });
    });

const drawingOf = (flags: Flags): Drawing => {
  const seed = String(flags['seed']);
  const strata = (flags['stratum'] ?? []) as readonly string[];
  if (strata.length > 0 === (flags['size'] !== undefined))
    throw new UserError(
      'Say how many lines: --size 25, or for example --stratum emergency=10 --stratum others=25.',
    );
  if (strata.length === 0) return { seed, size: Number(flags['size']) };
  return { seed, sizes: Object.fromEntries(strata.map(stratumSize)) };
};

const stratumSize = (text: string): readonly [string, number] => {
  const [name = '', size] = text.split('=');
  if (STRATA.some((one) => one === name) && size !== undefined) return [name, Number(size)];
  throw new UserError(
    `--stratum takes one of ${STRATA.join(', ')} and how many, as emergency=10: not ${text}.`,
  );
};

const formatOf = (format: unknown): ExportFormat => {
  if (format === 'csv' || format === 'ndjson') return format;
  throw new UserError(`--format is csv or ndjson, not ${String(format)}.`);
};

/** All pages of a command see one state. */
const inReading = (work: (store: AuditStore, runtime: Runtime) => Promise<void>): Promise<void> =>
  withRuntime(async (runtime) => {
    const reading = new Reading(runtime.pool);
    try {
      await readThrough(reading, () => work(runtime, runtime));
    } finally {
      await reading.close();
    }
  });

const note = ({ pool, clock }: Runtime, what: string, question: object): Promise<void> =>
  recordReading(pool, clock, {
    reader: 'command line',
    role: 'admin',
    what,
    question: questionText(question),
  });

/** Waits for whoever reads it, so that memory stays small. */
const pour = async (texts: AsyncGenerator<string>, out: Writable): Promise<void> => {
  for await (const text of texts) if (!out.write(text)) await once(out, 'drain');
  if (out === process.stdout) return;
  out.end();
  await finished(out);
};

const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};
