// A worker of its own, which a test kills: makes what is due, again and again.
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerSigner } from '../../dist/src/bootstrap/ledger-key.js';
import { openReports } from '../../dist/src/bootstrap/reports.js';
import { readConfig } from '../../dist/src/config.js';
import { Ledger } from '../../dist/src/ledger/ledger.js';
import { ReadModels } from '../../dist/src/projections/read-models.js';
import { systemClock } from '../../dist/src/support/clock.js';
import { createPool } from '../../dist/src/support/pool.js';

const config = readConfig(process.env);
const pool = createPool(config.databaseUrl, 4);
const service = openReports({
  config,
  pool,
  readingPool: createPool(config.databaseUrl, 2),
  readModels: new ReadModels(pool, systemClock),
  ledger: new Ledger(pool, systemClock, ledgerSigner(pool, config)),
  clock: systemClock,
  leaseMs: 1_000,
});
const worker = service.worker((sentence) => process.stderr.write(`${sentence}\n`));
process.stdout.write('working\n');
for (;;) {
  await worker.work(new AbortController().signal).catch((thrown) => process.stderr.write(`${thrown}\n`));
  await sleep(20);
}
