import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { eventLine, type Pack, packOf, packText } from '../audit/pack.js';
import { recordReading } from '../audit/readings.js';
import type { Runtime } from '../bootstrap/runtime.js';
import { writeBundle } from '../ledger/bundle.js';
import { readIn } from '../metrics/read.js';
import { messageOf, UserError } from '../support/errors.js';
import { withRuntime } from './with-runtime.js';

export const packCommand = (): Command =>
  new Command('pack')
    .description('everything that is known of one line of the trail, each event with its proof')
    .argument('<id>', 'of the line, as auditTrail shows it')
    .requiredOption('--out <folder>', 'where to write it; made when it is not there')
    .addHelpText(
      'after',
      '\nExample:\n  throughline audit pack deployment:basket/production/d1 --out evidence\n  throughline ledger verify evidence/proof-1.json',
    )
    .action((id: string, { out }: { out: string }) =>
      withRuntime(async (runtime) => {
        const { pool, clock, readModels } = runtime;
        const reader = { reader: 'command line', role: 'admin' };
        await recordReading(pool, clock, { ...reader, what: 'pack', question: JSON.stringify({ id }) });
        const { schema, watermark } = await readModels.schemaFor();
        const pack = await readIn(pool, schema, (db) => packOf(db, id, watermark ?? new Date(0)));
        await writePack(runtime, pack, out);
        process.stdout.write(`${pack.events.length} events and their proofs are in ${out}.\n`);
      }),
    );

const writePack = async ({ ledger }: Runtime, pack: Pack, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true }).catch((thrown: unknown) => {
    throw new UserError(`${folder} cannot be made: ${messageOf(thrown)}.`);
  });
  await ledger.appendPending();
  await writeFile(join(folder, 'entry.json'), packText(pack));
  await writeFile(join(folder, 'events.ndjson'), pack.events.map(eventLine).join(''));
  for (const [i, { id }] of pack.events.entries())
    await writeFile(join(folder, `proof-${i + 1}.json`), writeBundle(await ledger.prove(id, {})));
  await writeFile(join(folder, 'README.txt'), README);
};

const README = `entry.json     the line of the audit trail, with the approvals and verifications that belong to it
events.ndjson  every event of its story, in order of time, as it was stored
proof-N.json   that the event of line N is in the ledger: throughline ledger verify proof-N.json
               (needs no database and no network; give --vkey and --witness to hold it to what you know)
`;
