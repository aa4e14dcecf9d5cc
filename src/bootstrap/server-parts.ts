import { loadKey } from '../access/seal.js';
import { PolicyEvaluator } from '../policies/evaluator.js';
import type { ReportService } from '../reports/service.js';
import { createPool } from '../support/pool.js';
import { DuePulls } from './pulls.js';
import { openReports } from './reports.js';
import type { Runtime } from './runtime.js';

/** What a server does beyond what every command needs, and most commands need not load. */
export interface ServerParts {
  readonly pulls: DuePulls;
  readonly policies: PolicyEvaluator;
  readonly reports: ReportService;
  /** Leaves the runtime open. */
  close(): Promise<void>;
}

/** A report holds a connection for as long as it reads. */
const REPORTS_AT_ONCE = 2;

export const openServerParts = async (runtime: Runtime): Promise<ServerParts> => {
  const { config, clock, pool } = runtime;
  const readingPool = createPool(runtime.databaseUrl, REPORTS_AT_ONCE);
  const policies = new PolicyEvaluator(pool, clock);
  return {
    pulls: new DuePulls(pool, await loadKey(config), clock),
    policies,
    reports: openReports({ ...runtime, policies, readingPool }),
    close: () => readingPool.end(),
  };
};
