#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addCommands, type Commands } from './cli/load-commands.js';
import type { WithServices } from './cli/services.js';
import { databaseTrouble } from './support/database-trouble.js';
import { messageOf, UserError } from './support/errors.js';

const services = async (): Promise<WithServices> => (await import('./cli/services.js')).withServices;

/** What was asked for: the names of a command and of one below it, or other words. */
const words = process.argv.slice(2);

const COMMANDS: Commands = {
  serve: {
    about: 'start the service: API, dashboard and worker in one process, with a PostgreSQL of its own',
    load: async () => (await import('./cli/serve.js')).serveCommand(),
  },
  import: {
    about: 'read what happened before you were listening',
    load: async () => (await import('./cli/import.js')).importCommand(words.slice(1)),
  },
  query: {
    about: 'ask the GraphQL API and print the answer as JSON',
    load: async () => (await import('./cli/query.js')).queryCommand(),
  },
  source: {
    about: 'the systems that send us what happened',
    load: async () => (await import('./cli/source.js')).sourceCommand(await services()),
  },
  token: {
    about: 'access tokens for people and programs, and sign-in links',
    load: async () => (await import('./cli/token.js')).tokenCommand(await services()),
  },
  deliveries: {
    about: 'what senders delivered: list it, look at it, repair it',
    load: async () => (await import('./cli/deliveries.js')).deliveriesCommand(),
  },
  people: {
    about: 'who people are across systems',
    load: async () => (await import('./cli/people.js')).peopleCommand(),
  },
  teams: {
    about: 'who works in which team, and what teams own',
    load: async () => (await import('./cli/people.js')).teamsCommand(),
  },
  replay: {
    about: 'read deliveries of the inbox again, for example after a fix',
    load: async () => (await import('./cli/maintain.js')).replayCommand(),
  },
  rebuild: {
    about: 'make all read models again from the events, beside the live ones, and swap them in',
    load: async () => (await import('./cli/maintain.js')).rebuildCommand(),
  },
  audit: {
    about: 'the audit trail: export it, freeze a population, draw a sample, pack the evidence',
    load: async () => (await import('./cli/audit.js')).auditCommand(),
  },
  ledger: {
    about: 'the append-only log over all events: sign it, prove an event, check everything, erase',
    load: async () => (await import('./cli/ledger.js')).ledgerCommand(),
  },
  policy: {
    about: 'the controls that every change is judged by',
    load: async () => (await import('./cli/policy.js')).policyCommand(),
  },
  report: {
    about: 'make reports, list them, and check one that somebody hands you',
    load: async () => (await import('./cli/report.js')).reportCommand(),
  },
  stream: {
    about: 'value streams: their steps, when each starts and stops, and who answers for them',
    load: async () => (await import('./cli/stream.js')).streamCommand(),
  },
  generate: {
    about: 'fill an empty store with made-up history, to try how it feels at scale',
    load: async () => (await import('./cli/generate.js')).generateCommand(),
  },
};

const program = new Command('throughline')
  .description('Lead time, scrap rate and change audits from real delivery events, with their proof.')
  .showHelpAfterError('(throughline --help shows what there is)')
  .addHelpText(
    'after',
    `
Examples:
  throughline serve                              start everything on http://localhost:3000
  throughline import git ~/src/my-repository     read the history of a local repository
  throughline source add github                  let GitHub send its webhooks
  throughline query '{ flow { services } }'      ask the API, print JSON

Settings come from the environment: PORT, HOST, DATABASE_URL, REDIS_URL, THROUGHLINE_DATA_DIR (see docs/operations.md).`,
  )
  .exitOverride();

await addCommands(program, COMMANDS, words);

/** Every command that does something takes --data-dir, and none ends the process behind our back. */
const prepare = (command: Command): void => {
  command.exitOverride();
  for (const child of command.commands) prepare(child);
  const known = command.options.some(({ long }) => long === '--data-dir');
  if (command.commands.length === 0 && !known) {
    command.option('--data-dir <folder>', 'where the embedded PostgreSQL lives (default: .throughline)');
  }
};

prepare(program);
program.hook('preAction', (_program, action) => {
  const { dataDir } = action.opts<{ dataDir?: string }>();
  if (dataDir) process.env['THROUGHLINE_DATA_DIR'] = dataDir;
});

// `throughline ... | head` closes our output before we are done; that is no fault of anybody.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EPIPE') throw failure;
  process.exit(0);
});

/** Every failure is one clear sentence and a non-zero exit; a stack trace only where the fault is ours. */
program.parseAsync().catch((thrown: unknown) => {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode;
    return;
  }
  const text = thrown instanceof UserError ? thrown.message : unexpected(thrown);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});

const unexpected = (thrown: unknown): string =>
  process.env['LOG_LEVEL'] === 'debug' && thrown instanceof Error
    ? (thrown.stack ?? thrown.message)
    : (databaseTrouble(thrown) ??
      `Something went wrong: ${messageOf(thrown)} (LOG_LEVEL=debug shows where).`);
