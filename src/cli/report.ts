import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import type { ServerParts } from '../bootstrap/server-parts.js';
import { findDefinition } from '../reports/load-definitions.js';
import { parsePeriod } from '../reports/period.js';
import { refusalText } from '../reports/read-definition.js';
import { listRuns } from '../reports/runs/list-runs.js';
import { verifyReport } from '../reports/verify.js';
import { messageOf, UserError } from '../support/errors.js';
import { startProgress } from './progress.js';
import { withRuntime } from './with-runtime.js';

export const reportCommand = (): Command =>
  new Command('report').addCommand(runCommand()).addCommand(listCommand()).addCommand(verifyCommand());

interface RunFlags {
  readonly period: string;
  readonly asOf?: string;
  readonly out: string;
}

type Parts = Runtime & Pick<ServerParts, 'reports'>;

const withReports = <T>(work: (parts: Parts) => Promise<T>): Promise<T> =>
  withRuntime(async (runtime) => {
    // Only two of the commands need them.
    const { openServerParts } = await import('../bootstrap/server-parts.js');
    const { reports, close } = await openServerParts(runtime);
    return work({ ...runtime, reports }).finally(close);
  });

const runCommand = (): Command =>
  new Command('run')
    .description('make a report of any period, as known now or at any past recording time')
    .argument('<name>', 'the folder of its definition, for example flow-weekly')
    .requiredOption('--period <period>', '2026-Q3, 2026-W14, 2026-03, 2026-03-31, 2026 or FROM..TO')
    .option('--as-of <time>', 'a recording time, with its offset (default: now)')
    .option('--out <folder>', 'where the files go', '.')
    .addHelpText(
      'after',
      `
The same report as of the same recording time has the same bytes, whenever it is made.

Examples:
  throughline report run flow-weekly --period 2026-W14
  throughline report run flow-weekly --period 2026-Q3 --as-of 2026-10-05T00:00:00Z --out /tmp/q3`,
    )
    .action((name: string, flags: RunFlags) => withReports((parts) => run(parts, name, flags)));

const run = async (
  { reports: { reports }, projector }: Parts,
  name: string,
  { period, asOf, out }: RunFlags,
): Promise<void> => {
  const definition = findDefinition(await reports.definitions(), name);
  const wanted = parsePeriod(period, definition.zone);
  const at = asOf === undefined ? undefined : instantOf(asOf);
  await projector.projectPending();
  const progress = startProgress(`Reading ${name}`, definition.sections.length);
  const data = await reports.freeze({
    definition,
    period: wanted,
    ...(at && { asOf: at }),
    progress: (done, total) => progress.update(done, total),
  });
  progress.end();
  const folder = resolve(out);
  await mkdir(folder, { recursive: true }).catch(cannotWrite(folder));
  for (const { file, bytes } of await reports.writeAll(data, definition)) {
    const path = join(folder, file);
    await writeFile(path, bytes).catch(cannotWrite(path));
    process.stdout.write(`${path}\n`);
  }
};

const cannotWrite =
  (path: string) =>
  (thrown: unknown): never => {
    throw new UserError(`${path} cannot be written: ${messageOf(thrown)}.`);
  };

const instantOf = (text: string): Date => {
  const at = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new UserError(
    `--as-of ${text} is no instant: write it with its offset, for example 2026-10-05T00:00:00Z.`,
  );
};

const listCommand = (): Command =>
  new Command('list')
    .description('the reports that are defined, those that are refused and why, and the newest runs')
    .option('--runs <n>', 'how many runs', '20')
    .action(({ runs }: { runs: string }) =>
      withReports(async ({ reports, pool }) => {
        const { all, refused } = await reports.reports.definitions();
        for (const { name, title, cron, zone } of all) {
          process.stdout.write(`${name}\t${title}\t${cron ? `${cron} (${zone})` : 'on demand'}\n`);
        }
        for (const refusal of refused) process.stderr.write(`Refused: ${refusalText(refusal)}\n`);
        const { rows } = await listRuns(pool, { first: wholeNumber(runs) });
        for (const one of rows) {
          const state = one.state === 'running' ? `${one.step}, ${one.done} of ${one.total}` : one.state;
          process.stdout.write(`${one.id}\t${one.report}\t${one.period}\t${state}\t${one.error ?? ''}\n`);
        }
        if (refused.length > 0) process.exitCode = 1;
      }),
    );

const wholeNumber = (text: string): number => {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new UserError(`--runs ${text} must be a whole number from 1 to 999.`);
};

const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the bundle (.zip) of a report, with no database and no network')
    .argument('<file>', 'the bundle')
    .option('--vkey <key>', 'the verifier key that it must be signed by')
    .addHelpText(
      'after',
      '\nExample:\n  throughline report verify flow-weekly_2026-W14.zip --vkey "$(cat throughline.vkey)"',
    )
    .action(async (file: string, { vkey }: { vkey?: string }) => {
      const bytes = await readFile(file).catch((thrown: unknown) => {
        throw new UserError(`${file} cannot be read: ${messageOf(thrown)}.`);
      });
      const shown = await verifyReport(bytes, vkey);
      process.stdout.write(
        `${shown.report} ${shown.period}, as recorded until ${shown.asOf}: ${shown.files} files are what was written.\n`,
      );
      if (shown.leaves === undefined) {
        process.stdout.write('It stands on no checkpoint of the ledger, so who made it cannot be told.\n');
      } else {
        process.stdout.write(`It stands on the signed checkpoint of ${shown.leaves} leaves.\n`);
      }
      if (vkey === undefined && shown.vkey) {
        process.stdout.write(
          `Signed by ${shown.vkey}: compare it with the key that you know, or give --vkey.\n`,
        );
      }
    });
