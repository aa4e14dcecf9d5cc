import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { MetricDoor } from '../metrics/metric-door.js';
import { StreamDoor } from '../metrics/streams/stream-door.js';
import { applyStreams, findStream, type KeptStream, listStreams } from '../metrics/streams/stream-store.js';
import { suggestedStream } from '../metrics/streams/suggest.js';
import { UserError } from '../support/errors.js';
import { withRuntime } from './with-runtime.js';

export const streamCommand = (): Command =>
  new Command('stream')
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(discoverCommand());

const EXAMPLE = `
The file:
  name: shop
  owner: ann
  steps:
    - name: Build
      start: { event: item.moved, state: In Progress }
      stop: { event: item.moved, from: In Progress }
    - name: Deploy
      start: { event: change.merged }
      stop: { event: deployment.finished, status: success, environment: production }

Several streams stand under "streams:". docs/value-streams.md tells which events and fields there are.

Example:
  throughline stream apply streams.yaml`;

const applyCommand = (): Command =>
  new Command('apply')
    .description('let the streams of a file hold from now on; those before are kept')
    .argument('<file>', 'YAML')
    .addHelpText('after', EXAMPLE)
    .action((file: string) =>
      withRuntime(async ({ pool, clock }) => {
        const text = await readText(file);
        const kept = await applyStreams(pool, clock, { text, file, by: `os:${userInfo().username}` });
        process.stdout.write(`${kept.map(describe).join('\n')}\n`);
      }),
    );

const listCommand = (): Command =>
  new Command('list').description('which streams are defined').action(() =>
    withRuntime(async ({ pool }) => {
      const kept = await listStreams(pool);
      const none = 'No stream is defined: "throughline stream discover" shows what the events tell.';
      process.stdout.write(`${kept.length > 0 ? kept.map(describe).join('\n') : none}\n`);
    }),
  );

const describe = ({ definition, version, recordedAt }: KeptStream): string =>
  `${definition.name}  version ${version} of ${recordedAt.toISOString()}, ${definition.owner}: ${definition.steps.map(({ name }) => name).join(' > ')}`;

const showCommand = (): Command =>
  new Command('show')
    .description('the definition of a stream, as YAML')
    .argument('<name>')
    .option('--as-of <instant>', 'as it was at a past time, for example 2026-10-01T00:00:00Z')
    .action((name: string, { asOf }: { asOf?: string }) =>
      withRuntime(async ({ pool }) => {
        const { text } = await findStream(pool, name, instantOf('--as-of', asOf));
        process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      }),
    );

interface DiscoverFlags {
  readonly from?: string;
  readonly to?: string;
  readonly only?: string;
  readonly kind?: string;
}

const discoverCommand = (): Command =>
  new Command('discover')
    .description(
      'a definition drafted from the paths that carry 80 % of the items, to be corrected and applied',
    )
    .option('--from <instant>', 'only what ended since (default: ever)')
    .option('--to <instant>', 'only what happened before (default: now)')
    .option('--kind <kind>', 'ticket or change (default: whichever there is more of)')
    .option('--only <name>', 'only items of this name, * standing for any text: helpdesk/*')
    .addHelpText('after', '\nExample:\n  throughline stream discover --only "helpdesk/*" > helpdesk.yaml')
    .action((flags: DiscoverFlags) =>
      withRuntime(async (runtime) => {
        process.stdout.write(await discovered(runtime, flags));
      }),
    );

const discovered = async (
  { pool, clock, readModels }: Runtime,
  { from, to, only, kind }: DiscoverFlags,
): Promise<string> => {
  if (kind !== undefined && kind !== 'ticket' && kind !== 'change')
    throw new UserError(`--kind ${kind} is not known: use ticket or change.`);
  const door = new StreamDoor(pool, new MetricDoor(pool, readModels));
  const answer = await door.ask({
    filter: {
      from: instantOf('--from', from) ?? new Date(0),
      to: instantOf('--to', to) ?? new Date(clock.now().getTime() + 1),
    },
    kind: kind === undefined ? undefined : kind === 'ticket' ? 'TICKET' : 'CHANGE',
    only,
  });
  return suggestedStream(answer);
};

const instantOf = (option: string, text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UserError(`${option} ${text} is no time: write it as 2026-07-01 or 2026-07-01T12:00:00Z.`);
};

const readText = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} cannot be read: name the YAML file with your streams.`);
  });
