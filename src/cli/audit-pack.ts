import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { type JudgedPack, packFiles, takePack } from '../audit/pack-files.js';
import { readParameters } from '../audit/parameters.js';
import { recordReading } from '../audit/readings.js';
import type { Runtime } from '../bootstrap/runtime.js';
import { writeBundle } from '../ledger/bundle.js';
import { messageOf, UserError } from '../support/errors.js';
import { withRuntime } from './with-runtime.js';

export const packCommand = (): Command =>
  new Command('pack')
    .description('everything that is known of one line of the trail, each event with its proof')
    .argument('<id>', 'of the line, as auditTrail shows it')
    .requiredOption('--out <folder>', 'where to write it; made when it is not there')
    .option('--as-of <instant>', 'what was known at that recording time, and the verdicts that held then')
    .addHelpText(
      'after',
      '\nExample:\n  throughline audit pack deployment:basket/production/d1 --out evidence\n  throughline ledger verify evidence/proof-1.json',
    )
    .action((id: string, { out, asOf: asked }: { out: string; asOf?: string }) =>
      withRuntime(async (runtime) => {
        const { asOf } = readParameters({ asOf: asked });
        const { pool, clock } = runtime;
        const reader = { reader: 'command line', role: 'admin' };
        await recordReading(pool, clock, { ...reader, what: 'pack', question: JSON.stringify({ id, asOf }) });
        const pack = await takePack(runtime, id, asOf);
        await writePack(runtime, pack, out);
        process.stdout.write(`${pack.events.length} events and their proofs are in ${out}.\n`);
      }),
    );

const writePack = async ({ ledger }: Runtime, pack: JudgedPack, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true }).catch((thrown: unknown) => {
    throw new UserError(`${folder} cannot be made: ${messageOf(thrown)}.`);
  });
  await ledger.appendPending();
  const files = await packFiles(pack, async (id) => writeBundle(await ledger.prove(id, {})));
  for (const { path, bytes } of files) await writeFile(join(folder, path), bytes);
};
