import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { Command } from 'commander';
import { codeownersContext, type ImportedFile, importPeopleFile } from '../access/people-import.js';
import type { Actor } from '../events/vocabulary.js';
import type { FileSource } from '../sources/people/payload.js';
import { UserError } from '../support/errors.js';
import { withRuntime } from './with-runtime.js';

export const peopleCommand = (): Command =>
  new Command('people').addCommand(
    new Command('import')
      .description('persons with their logins, e-mails and bots; a second import tells what changed')
      .argument('<file>', 'people.yaml')
      .addHelpText(
        'after',
        `
The file:
  people:
    - id: ann
      name: Ann Lee
      emails: [ann@example.org]
      accounts:
        - github:ann-lee
        - { id: 'jira:5b10ac8d', from: 2024-02-01, to: 2025-01-01 }
      bots: ['stackstorm:ann-bot']

Example:
  throughline people import people.yaml

docs/people-and-teams.md tells the rest.`,
      )
      .action((file: string) => run(file, async (text) => ({ kind: 'people', text }))),
  );

interface TeamsFlags {
  readonly repo?: string;
  readonly service?: string;
}

export const teamsCommand = (): Command =>
  new Command('teams').addCommand(
    new Command('import')
      .description('teams, members and services of a YAML file, or the owners of a CODEOWNERS file')
      .argument('<file>', 'teams.yaml or CODEOWNERS')
      .option('--repo <repository>', 'whose CODEOWNERS it is, for example github.com/acme/shop')
      .option('--service <name>', 'the service that the whole repository is the source of')
      .addHelpText(
        'after',
        `
The YAML file:
  teams:
    - id: checkout
      line: 2nd
      handles: ['@acme/checkout']
      members: [ann, { id: bob, from: 2026-02-01 }]
      services: [basket, { name: shelf, from: 2026-07-01 }]
  services:
    - { name: basket, repo: github.com/acme/shop, paths: ['apps/basket/**'] }

Examples:
  throughline teams import teams.yaml
  throughline teams import .github/CODEOWNERS --repo github.com/acme/shop

docs/people-and-teams.md tells the rest.`,
      )
      .action((file: string, flags: TeamsFlags) =>
        run(file, async (text, runtime) => {
          if (flags.repo === undefined) {
            refuseWithoutRepo(file, flags);
            return { kind: 'teams', text };
          }
          return {
            kind: 'codeowners',
            text,
            ...(await codeownersContext(runtime, flags.repo, flags.service)),
          };
        }),
      ),
  );

const refuseWithoutRepo = (file: string, { service }: TeamsFlags): void => {
  if (basename(file) !== 'CODEOWNERS' && service === undefined) return;
  throw new UserError('Say whose owners these are: --repo github.com/acme/shop.');
};

type Runtime = Parameters<Parameters<typeof withRuntime>[0]>[0];

const run = (
  file: string,
  sourceOf: (text: string, runtime: Runtime) => Promise<FileSource>,
): Promise<void> =>
  withRuntime(async (runtime) => {
    const text = await readText(file);
    const imported = await importPeopleFile(
      runtime,
      { name: file, source: await sourceOf(text, runtime) },
      operator(),
    );
    process.stdout.write(`${describe(file, imported)}\n`);
  });

const MOST_BYTES = 10 * 1024 * 1024;

const readText = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch(() => {
    throw new UserError(`${file} cannot be read: name a file.`);
  });
  if (bytes.length > MOST_BYTES) throw new UserError(`${file} is larger than 10 MB: split it by registry.`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
};

/** Whoever may run the command here; the machine vouches for the name, nobody else. */
const operator = (): Actor => {
  const { username } = userInfo();
  return { id: `os:${username}`, name: username, kind: 'human', confidence: 'asserted' };
};

const describe = (file: string, { events, leftOut }: ImportedFile): string =>
  [
    events === 0 ? `${file} says nothing new.` : `Imported ${file}: ${events} events tell what is new.`,
    ...leftOut.map((text) => `Left out: ${text}.`),
  ].join('\n');
