import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { PolicyEvaluator } from '../policies/evaluator.js';
import { loadSettings } from '../policies/load.js';
import { type Policy, VERDICTS } from '../policies/policy.js';
import { policies } from '../policies/registry.js';
import { applySettings, currentSettings } from '../policies/settings-store.js';
import { type Tried, tryPolicies } from '../policies/try.js';
import { UserError } from '../support/errors.js';
import { startProgress } from './progress.js';
import { withRuntime } from './with-runtime.js';

export const policyCommand = (): Command =>
  new Command('policy')
    .addCommand(listCommand())
    .addCommand(tryCommand())
    .addCommand(applyCommand())
    .addCommand(evaluateCommand());

const listCommand = (): Command =>
  new Command('list')
    .description('which policies there are, which are on, and which frameworks they serve')
    .action(() =>
      withRuntime(async ({ pool }) => {
        const { settings, since } = await currentSettings(pool);
        const off = policies.filter(({ id }) => !settings.active.some(({ policy }) => policy.id === id));
        const lines = [
          ...settings.active.map(({ policy, version }) => describe(policy, version)),
          ...off.map((policy) => `${describe(policy, String(policy.version))}  (off)`),
        ];
        const told = since
          ? `as applied at ${since.toISOString()}`
          : 'as they come; "throughline policy apply FILE" changes that';
        process.stdout.write(`${lines.join('\n')}\n\n${settings.active.length} policies are on, ${told}.\n`);
      }),
    );

const describe = ({ id, title, controls, about }: Policy, version: string): string =>
  `${id}  ${version}  ${about.toLowerCase()}\n    ${title}\n    ${controls.map((one) => `${one.framework} ${one.reference}`).join('; ')}`;

interface TryFlags {
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
}

const SHOWN = 50;

const tryCommand = (): Command =>
  new Command('try')
    .description('which past changes policies would have failed; stores nothing')
    .argument('<file>', 'policies.yaml, or only rules of yours')
    .option('--from <date>', 'only what is of this day or later, for example 2026-07-01')
    .option('--to <date>', 'only what is earlier than this day')
    .option('--all', 'also by the policies of the house, not only by the rules of the file')
    .addHelpText(
      'after',
      '\nExample:\n  throughline policy try policies.yaml --from 2026-07-01 --to 2026-10-01',
    )
    .action((file: string, flags: TryFlags) =>
      withRuntime(async ({ pool, clock }) => {
        const settings = loadSettings(await readText(file), file);
        const own = settings.active.filter(({ policy }) => !policies.some(({ id }) => id === policy.id));
        const active = flags.all || own.length === 0 ? settings.active : own;
        const range = { from: dayOf('--from', flags.from), to: dayOf('--to', flags.to) };
        const trial = { settings: { ...settings, active }, ...range, mostExamples: SHOWN };
        process.stdout.write(`${reportOf(await tryPolicies(pool, clock, trial))}\n`);
      }),
    );

const dayOf = (option: string, text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UserError(`${option} ${text} is no date: write it as 2026-07-01.`);
};

const reportOf = ({ counts, examples, trouble }: Tried): string => {
  const table = [...counts].map(([id, count]) => {
    const cells = VERDICTS.map((verdict) => `${count[verdict]} ${verdict.toLowerCase()}`);
    return `${id}: ${cells.join(', ')}`;
  });
  const shown = examples.map(
    ({ finding, history }) =>
      `${finding.verdict}  ${finding.policy}  ${history.subject.name}  ${history.subject.at}\n    ${finding.sentence}`,
  );
  const more = trouble > examples.length ? [`and ${trouble - examples.length} more.`] : [];
  return [...table, '', ...shown, ...more].join('\n').trimEnd();
};

const applyCommand = (): Command =>
  new Command('apply')
    .description('let the policies of a file hold from now on; those before are kept')
    .argument('<file>', 'policies.yaml')
    .addHelpText(
      'after',
      '\nPast verdicts stay as they are. Example:\n  throughline policy apply policies.yaml',
    )
    .action((file: string) =>
      withRuntime(async ({ pool, clock }) => {
        const text = await readText(file);
        const by = `os:${userInfo().username}`;
        const { active } = await applySettings(pool, clock, { text, name: file, by });
        process.stdout.write(
          `${active.length} policies are on. A running server judges by them within seconds; "throughline policy evaluate" does so now.\n`,
        );
      }),
    );

const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description('judge everything that is known by the policies that are on')
    .action(() =>
      withRuntime(async ({ pool, clock }) => {
        const { rows } = await pool.query<{ n: number }>(
          'select count(*)::int as n from throughline_read.service_change where counted',
        );
        const progress = startProgress('Judging', rows[0]!.n);
        const { subjects, verdicts } = await new PolicyEvaluator(pool, clock).evaluateAll((done) =>
          progress.update(done),
        );
        progress.end();
        process.stdout.write(`Looked at ${subjects}: ${verdicts} verdicts are new.\n`);
      }),
    );

const readText = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new UserError(`${file} cannot be read: name the YAML file with your policies.`);
  });
