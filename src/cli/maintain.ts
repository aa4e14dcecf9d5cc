import { Command, Option } from 'commander';
import { rebuild } from '../projections/rebuild.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { withRuntime } from './with-runtime.js';

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .addHelpText('after', '\nQueries and intake go on meanwhile. Example:\n  throughline rebuild')
    .action(() =>
      withRuntime(async ({ pool }) => {
        const progress = startProgress('Rebuilding', 0);
        await rebuild(pool, (done, total) => progress.update(done, total));
        progress.end();
        process.stdout.write('The read models are new.\n');
      }),
    );

interface ReplayFlags {
  readonly source?: string;
  readonly state: 'rejected' | 'dead' | 'ignored' | 'all';
}

export const replayCommand = (): Command =>
  new Command('replay')
    .option('--source <name>', 'only those of this source')
    .addOption(
      new Option('--state <state>', 'which ones')
        .choices(['rejected', 'dead', 'ignored', 'all'])
        .default('rejected'),
    )
    .addHelpText(
      'after',
      `
The same fact read twice is one event, so a replay never counts anything double.

Examples:
  throughline replay                              everything that was rejected
  throughline replay --state dead --source github`,
    )
    .action(({ source, state }: ReplayFlags) =>
      withRuntime(async (runtime) => {
        const { rowCount } = await runtime.pool.query(
          `update throughline.inbox set state = 'pending', attempts = 0, next_attempt_at = null, settled_at = null
           where ($1::text is null or source = $1)
             and (state = $2 or ($2 = 'all' and state not in ('pending', 'erased')))`,
          [source ?? null, state],
        );
        const progress = startProgress('Reading again', rowCount ?? 0);
        let done = 0;
        for (let batch = await runtime.interpreter.interpretBatch(); batch > 0; ) {
          done += batch;
          progress.update(done);
          batch = await runtime.interpreter.interpretBatch();
        }
        progress.end();
        await projectPending(runtime);
        process.stdout.write(`Read ${rowCount ?? 0} deliveries again.\n`);
      }),
    );
