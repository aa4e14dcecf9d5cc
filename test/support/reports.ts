import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { ledgerSigner } from '../../src/bootstrap/ledger-key.js';
import { openReports } from '../../src/bootstrap/reports.js';
import { readConfig } from '../../src/config.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { PolicyEvaluator } from '../../src/policies/evaluator.js';
import { ReadModels } from '../../src/projections/read-models.js';
import type { ReportService } from '../../src/reports/service.js';
import { systemClock } from '../../src/support/clock.js';

/** The reports of a database, under a key of its own. */
export const openTestReports = (pool: Pool): ReportService => {
  const config = readConfig({ THROUGHLINE_SECRET_KEY: randomBytes(32).toString('hex') });
  return openReports({
    config,
    pool,
    readingPool: pool,
    readModels: new ReadModels(pool, systemClock),
    policies: new PolicyEvaluator(pool, systemClock),
    ledger: new Ledger(pool, systemClock, ledgerSigner(pool, config)),
    clock: systemClock,
  });
};
