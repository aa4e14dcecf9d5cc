import { resolve } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PolicyEvaluator } from '../policies/evaluator.js';
import type { ReadModels } from '../projections/read-models.js';
import { ReportService } from '../reports/service.js';
import type { Clock } from '../support/clock.js';

interface Parts {
  readonly config: Config;
  readonly pool: Pool;
  readonly readingPool: Pool;
  readonly readModels: ReadModels;
  readonly ledger: Ledger;
  readonly policies: PolicyEvaluator;
  readonly clock: Clock;
  /** After so long without a word of its worker, a run is taken over. */
  readonly leaseMs?: number;
}

export const openReports = ({ config, ...parts }: Parts): ReportService =>
  new ReportService({
    ...parts,
    folder: config.reportDefinitions && resolve(config.reportDefinitions),
    outputFolder: config.reportDir && resolve(config.reportDir),
    ways: {
      smtpUrl: config.smtpUrl,
      mailFrom: config.mailFrom,
      publicUrl: config.publicUrl,
      environment: process.env,
    },
  });
