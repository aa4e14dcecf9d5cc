import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { cloudevents } from '../sources/cloudevents/index.js';
import { keyOf } from '../sources/intake/http.js';
import { storeDeliveries } from '../sources/intake/inbox.js';
import { UserError } from '../support/errors.js';
import { readEventBatches } from './import-events.js';
import { describeImport, importGit } from './import-git.js';
import { logCommand } from './import-log.js';
import { recordsCommand } from './import-records.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { withRuntime } from './with-runtime.js';

interface GitFlags {
  readonly service?: string;
  readonly environment?: string;
  readonly tags?: string;
}

export const importCommand = (): Command =>
  new Command('import')
    .description('read what happened before you were listening')
    .addCommand(gitCommand())
    .addCommand(eventsCommand())
    .addCommand(logCommand())
    .addCommand(recordsCommand());

const gitCommand = (): Command =>
  new Command('git')
    .description('the history of a local git repository: commits, releases, reverts')
    .argument('<path>', 'folder of the repository, bare or not')
    .option('--service <name>', 'service that it is the source of (default: the last part of its name)')
    .option('--environment <name>', 'where its releases run (default: production)')
    .option('--tags <regex>', 'which tags are releases (default: those that look like versions)')
    .addHelpText(
      'after',
      `
A second import reads only what is new. Without a release tag each commit of the main branch counts as a deployment.

Examples:
  throughline import git ~/src/my-repository
  throughline import git . --service shop --tags '^release-'`,
    )
    .action((path: string, flags: GitFlags) =>
      withRuntime(async (runtime) => {
        const imported = await importGit(runtime, path, flags);
        process.stdout.write(`${describeImport(imported)}\n`);
      }),
    );

const eventsCommand = (): Command =>
  new Command('events')
    .description('a file of CDEvents or CloudEvents, one a line, plain or packed by gzip')
    .argument('<file>', 'for example events.ndjson or events.ndjson.gz')
    .addHelpText('after', '\nExample:\n  throughline import events exported.ndjson')
    .action((file: string) =>
      withRuntime(async (runtime) => {
        const events = await importEvents(runtime, file);
        process.stdout.write(`Read ${events} events of ${file}.\n`);
      }),
    );

const importEvents = async (runtime: Runtime, file: string): Promise<number> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`${file} is not a file: name a file with one event a line.`);
  const progress = startProgress(`Reading ${file} (bytes)`, found.size);
  let events = 0;
  for await (const batch of readEventBatches(file)) {
    const key = keyOf(cloudevents, batch);
    const headers = JSON.stringify(batch.headers);
    const receivedAt = runtime.clock.now();
    await storeDeliveries(runtime.pool, [
      { source: 'cloudevents', system: 'cloudevents', key, receivedAt, headers, body: batch.body },
    ]);
    await runtime.interpreter.interpretPending();
    events += batch.events;
    progress.update(batch.bytesRead);
  }
  progress.end();
  await projectPending(runtime, 'cloudevents');
  return events;
};
