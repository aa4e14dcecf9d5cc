import { resolve } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PolicyEvaluator } from '../policies/evaluator.js';
import type { ReadModels } from '../projections/read-models.js';
import { folderShelf, type Shelf, s3Shelf } from '../reports/runs/shelf.js';
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
    shelf: shelfOf(config),
    ways: {
      smtpUrl: config.smtpUrl,
      mailFrom: config.mailFrom,
      publicUrl: config.publicUrl,
      environment: process.env,
    },
  });

const shelfOf = ({ reportDir, reportStorage }: Config): Shelf | undefined => {
  if (reportStorage) return s3Shelf(reportStorage);
  return reportDir === undefined ? undefined : folderShelf(resolve(reportDir));
};
