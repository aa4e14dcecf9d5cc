import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Runtime } from '../bootstrap/runtime.js';
import { cloudevents } from '../sources/cloudevents/index.js';
import { keyOf } from '../sources/intake/http.js';
import { storeDeliveries } from '../sources/intake/inbox.js';
import { UserError } from '../support/errors.js';
import { readEventBatches } from './import-events.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';
import { withRuntime } from './with-runtime.js';

export const eventsCommand = (): Command =>
  new Command('events')
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
