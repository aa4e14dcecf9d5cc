import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { ErasurePlan } from '../bootstrap/erasure/plan.js';
import { UserError } from '../support/errors.js';
import { startProgress } from './progress.js';
import { withRuntime } from './with-runtime.js';

interface EraseFlags {
  readonly person?: string;
  readonly why?: string;
  readonly yes?: true;
}

export const eraseCommand = (): Command =>
  new Command('erase')
    .description('erase events, or all events that name a person, for good; every proof stays valid')
    .argument('[events...]', 'ids of events')
    .option('--person <id>', 'all events in which one of the identities of this person appears')
    .option('--why <reason>', 'kept with the erasure; do not write personal data into it')
    .option('--yes', 'erase; without it the command says what it would erase and changes nothing')
    .addHelpText(
      'after',
      `
An event is erased whole: its row, the raw bodies of all deliveries that told it, and what ties its leaf in the ledger to
its data. Other events of these deliveries are kept, but can no longer be read again. The leaf stays and says nothing;
the ledger gets an entry that says that it was erased. No replay, rebuild, pull or import brings the event back, and
figures are made again without it: that takes as long as throughline rebuild, queries and intake go on meanwhile.

Not reached: findings and reports that were made before (the command says how many), names inside free text of events
that are kept, bundles and exports that were given away, backups. See docs/audit/ledger.md.

Examples:
  throughline ledger erase ENjGw3WJgNQJL5AcORqq4cAyFeM
  throughline ledger erase ENjGw3WJgNQJL5AcORqq4cAyFeM --why "request 17" --yes
  throughline ledger erase --person ann --why "request 17" --yes`,
    )
    .action((events: string[], flags: EraseFlags) => {
      refuseUnclear(events, flags);
      return eraseThese(events, flags);
    });

const refuseUnclear = (events: readonly string[], { person, why, yes }: EraseFlags): void => {
  if (events.length > 0 === (person !== undefined))
    throw new UserError('Name the events to erase, or a person with --person; not both.');
  if (yes && !why?.trim())
    throw new UserError('Say why with --why: who later meets the gap must be able to learn the reason.');
};

const eraseThese = (events: readonly string[], { person, why = '', yes }: EraseFlags): Promise<void> =>
  withRuntime(async (runtime) => {
    const { planErasure } = await import('../bootstrap/erasure/plan.js');
    const { eventsNaming, identitiesOf, namesOfAll } = await import('../bootstrap/erasure/person.js');
    const { erase } = await import('../bootstrap/erasure/erase.js');
    const { pool } = runtime;
    // What still waits for its fold may be whose an identity is.
    if (person !== undefined) await runtime.projector.projectPending();
    const identities = person === undefined ? [] : await identitiesOf(pool, person);
    const ids = person === undefined ? events : await eventsNaming(pool, identities);
    const accounts = [...new Set(identities.map(({ account }) => account))];
    if (person !== undefined) process.stdout.write(`Identities of ${person}: ${accounts.join(', ')}.\n`);
    const plan = await planErasure(pool, ids, namesOfAll(identities));
    process.stdout.write(textOf(plan));
    if (!yes) {
      process.stdout.write('Nothing was changed. To erase this for good, say --why REASON --yes.\n');
      return;
    }
    const progress = startProgress('Making the read models again', 0);
    const reason = { by: `os:${userInfo().username}`, why: why.trim() };
    const tellings = await erase(runtime, plan, reason, (done, total) => progress.update(done, total));
    progress.end();
    process.stdout.write(
      `Erased ${tellings} tellings of ${plan.events.length} events. Check the store with: throughline ledger verify\n`,
    );
  });

const MOST_LISTED = 1_000;

const textOf = ({ events, erasedBefore, bySource, deliveries, remaining }: ErasurePlan): string => {
  const sources = bySource.map(([source, count]) => `  ${source}  ${count}\n`).join('');
  const listed = events.slice(0, MOST_LISTED).map((id) => `  ${id}\n`);
  const more = events.length > MOST_LISTED ? `  and ${events.length - MOST_LISTED} more\n` : '';
  const before = erasedBefore > 0 ? `, ${erasedBefore} of them erased before` : '';
  const kept =
    remaining.findings + remaining.reports > 0
      ? `Kept as they are: ${remaining.findings} verdicts that rest on these events, and ${remaining.reports} reports of times in which they happened.\n`
      : '';
  return [
    `Events: ${events.length}${before}\n${listed.join('')}${more}`,
    `By source:\n${sources || '  none\n'}`,
    `Deliveries whose raw bodies are erased: ${deliveries.length}\n`,
    ...deliveries.slice(0, MOST_LISTED).map(({ source, key }) => `  ${source}  ${key}\n`),
    kept,
  ].join('');
};
