#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { auditCommand } from './cli/audit.js';
import { deliveriesCommand } from './cli/deliveries.js';
import { generateCommand } from './cli/generate.js';
import { importCommand } from './cli/import.js';
import { ledgerCommand } from './cli/ledger.js';
import { rebuildCommand, replayCommand } from './cli/maintain.js';
import { peopleCommand, teamsCommand } from './cli/people.js';
import { policyCommand } from './cli/policy.js';
import { queryCommand } from './cli/query.js';
import { reportCommand } from './cli/report.js';
import { serveCommand } from './cli/serve.js';
import { withServices } from './cli/services.js';
import { sourceCommand } from './cli/source.js';
import { streamCommand } from './cli/stream.js';
import { tokenCommand } from './cli/token.js';
import { messageOf, UserError } from './support/errors.js';

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

for (const command of [
  serveCommand(),
  importCommand(),
  queryCommand(),
  sourceCommand(withServices),
  tokenCommand(withServices),
  deliveriesCommand(),
  peopleCommand(),
  teamsCommand(),
  replayCommand(),
  rebuildCommand(),
  auditCommand(),
  ledgerCommand(),
  policyCommand(),
  reportCommand(),
  streamCommand(),
  generateCommand(),
]) {
  program.addCommand(command);
}

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
    : `Something went wrong: ${messageOf(thrown)} (LOG_LEVEL=debug shows where).`;
