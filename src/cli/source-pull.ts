import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { ConfiguredSources } from '../access/configured-sources.js';
import { loadKey } from '../access/seal.js';
import { openPull } from '../bootstrap/pulls.js';
import { forgetCursor, pullSource } from '../sources/intake/pull.js';
import { settingOf } from '../sources/interpret.js';
import { findSource } from '../sources/registry.js';
import { UserError } from '../support/errors.js';
import { parseYaml } from '../support/yaml.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import type { WithServices } from './services.js';
import { whileFolding } from './while-folding.js';
import { withRuntime } from './with-runtime.js';

interface SetFlags {
  readonly settings?: string;
  readonly pullUrl?: string;
  readonly pullCredential?: string;
}

export const setCommand = (withServices: WithServices): Command =>
  new Command('set')
    .description('what only a person knows of a source, and how its system can be read')
    .argument('<name>')
    .option('--settings <file>', 'settings of the source as YAML or JSON')
    .option('--pull-url <url>', "address of the system's API, to read what it keeps")
    .option('--pull-credential <token>', 'token or password for it; kept encrypted')
    .addHelpText(
      'after',
      `
Examples:
  throughline source set stackstorm --settings stackstorm.yaml
  throughline source set stackstorm --pull-url https://st2.acme.example/api --pull-credential "$ST2_API_KEY"`,
    )
    .action((name: string, flags: SetFlags) =>
      withServices(async ({ pool, key, clock }) => {
        const sources = new ConfiguredSources(pool, key, clock);
        const row = (await sources.list()).find((one) => one.name === name);
        const source = row && findSource(row.system);
        if (!source)
          throw new UserError(`There is no source named ${name}: throughline source list shows them.`);
        const settings = flags.settings === undefined ? undefined : await readSettingsFile(flags.settings);
        if (settings !== undefined) settingOf(source, name, settings);
        if (flags.pullUrl !== undefined) checkPullUrl(flags.pullUrl);
        if (flags.pullUrl !== undefined && !source.pull) {
          throw new UserError(`${source.title} has nothing to read: it only sends.`);
        }
        const { pullUrl, pullCredential } = flags;
        await sources.configure(name, { settings, pullUrl, pullCredential });
        process.stdout.write(`${name} is set.\n`);
      }),
    );

const checkPullUrl = (url: string): void => {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new UserError(`${url} is no address: write it as https://host/path.`);
};

const readSettingsFile = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} cannot be read: name a file with the settings.`);
  });
  const document = parseYaml(text);
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line ?? 1;
    throw new UserError(`${file}:${line} is no YAML: ${problem.message.split('\n')[0]}`);
  }
  return document.toJS() ?? {};
};

export const pullCommand = (): Command =>
  new Command('pull')
    .description('read what a system keeps, from where the last time ended')
    .argument('<name>')
    .option('--from-beginning', 'read everything again; what is known already counts once')
    .addHelpText(
      'after',
      `
A running server does this every five minutes for each source that has a --pull-url. An interrupted pull goes on where
it was.

Example:
  throughline source pull stackstorm`,
    )
    .action((name: string, { fromBeginning }: { fromBeginning?: true }) =>
      withRuntime(async (runtime) => {
        const { pool, clock, config } = runtime;
        const sources = new ConfiguredSources(pool, await loadKey(config), clock);
        const source = (await sources.pullable()).find((one) => one.name === name);
        if (!source) {
          throw new UserError(
            `${name} has no address to read from: throughline source set ${name} --pull-url URL gives it one.`,
          );
        }
        if (fromBeginning) await forgetCursor(pool, name);
        const progress = startProgress(`Reading ${name}`, 0);
        const onWait = (ms: number, why: string) =>
          process.stderr.write(`${why}; waiting ${Math.ceil(ms / 1_000)} s.\n`);
        const records = await whileFolding(runtime.projector, () =>
          pullSource(openPull(source, { onWait }), {
            pool,
            clock,
            afterBatch: async (done, total) => {
              await runtime.interpreter.interpretPending();
              progress.update(done, Math.max(done, total ?? 0));
            },
          }),
        );
        progress.end();
        await projectPending(runtime, name);
        process.stdout.write(`Read ${records} records of ${name}.\n`);
      }),
    );
