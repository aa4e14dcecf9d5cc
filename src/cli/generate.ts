import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { appendEvents, tellingOf } from '../events/event-store.js';
import { keysOf, onlyLinks } from '../projections/keys.js';
import { UserError } from '../support/errors.js';
import { inParts } from '../support/in-parts.js';
import { inTransaction } from '../support/rows.js';
import { type GeneratedSize, generateHistories } from './generated-history.js';
import { startProgress } from './progress.js';
import { withRuntime } from './with-runtime.js';

interface Flags {
  readonly services: string;
  readonly commits: string;
  readonly deployments: string;
  readonly days: string;
  readonly until: string;
  readonly seed: string;
}

export const generateCommand = (): Command =>
  new Command('generate')
    .option('--services <n>', 'how many services', '50')
    .option('--commits <n>', 'how many commits in all', '20000')
    .option('--deployments <n>', 'how many deployments in all', '2000')
    .option('--days <n>', 'over how many days', '730')
    .option('--until <day>', 'the last of these days', '2026-11-01')
    .option('--seed <n>', 'another number gives another history', '1')
    .addHelpText(
      'after',
      `
Examples:
  throughline generate
  throughline generate --services 500 --commits 1000000 --deployments 100000`,
    )
    .action((flags: Flags) =>
      withRuntime(async (runtime) => {
        const size = sizeOf(flags);
        await refuseFullStore(runtime);
        const events = await generate(runtime, size);
        process.stdout.write(`Made ${events} events of ${size.services} services.\n`);
      }),
    );

const sizeOf = (flags: Flags): GeneratedSize => {
  const whole = (name: keyof Flags): number => {
    const value = Number(flags[name]);
    if (!Number.isInteger(value) || value < 1)
      throw new UserError(`--${name} must be a whole number from 1.`);
    return value;
  };
  const until = new Date(`${flags.until}T00:00:00Z`);
  if (Number.isNaN(until.getTime())) throw new UserError('--until must be a day such as 2026-11-01.');
  return {
    services: whole('services'),
    commits: whole('commits'),
    deployments: whole('deployments'),
    days: whole('days'),
    seed: whole('seed'),
    until,
  };
};

/** Made-up numbers among real ones would make all of them worthless. */
const refuseFullStore = async ({ pool }: Runtime): Promise<void> => {
  const { rows } = await pool.query(`select 1 from throughline.event where source <> 'generated' limit 1`);
  if (rows.length === 0) return;
  throw new UserError(
    'The store holds real events, so nothing was made up: use another one, for example THROUGHLINE_DATA_DIR=/tmp/try throughline generate.',
  );
};

const EVENTS_PER_BATCH = 2_000;

/** @returns how many events were made. */
export const generate = async (
  { pool, projector, clock, ledger }: Runtime,
  size: GeneratedSize,
): Promise<number> => {
  const progress = startProgress('Making events', size.commits + size.deployments);
  let made = 0;
  for (const { events } of generateHistories(size)) {
    for (const some of inParts(events, EVENTS_PER_BATCH)) {
      const tellings = some.map((event) => tellingOf(event, 'generated'));
      await inTransaction(pool, (db) =>
        appendEvents(db, tellings, { clock, keysOf, onlyLinks, sign: ledger.sign }),
      );
    }
    made += events.length;
    await projector.projectPending();
    progress.update(made);
  }
  progress.end();
  await pool.query('analyze');
  return made;
};
