import { changeFailureRate } from './change-failure-rate.js';
import { deploymentFrequency } from './deployment-frequency.js';
import { deploymentReworkRate } from './deployment-rework-rate.js';
import { builtToDeploy } from './lead-time/built-to-deploy.js';
import { commitToDeploy } from './lead-time/commit-to-deploy.js';
import { firstCommitToDeploy } from './lead-time/first-commit-to-deploy.js';
import { mergedToDeploy } from './lead-time/merged-to-deploy.js';
import { openedToDeploy } from './lead-time/opened-to-deploy.js';
import { requestedToDeploy } from './lead-time/requested-to-deploy.js';
import { startedToDeploy } from './lead-time/started-to-deploy.js';
import type { DurationMetric, Metric } from './metric.js';
import { recoveryTime } from './recovery-time.js';
import { scrapRate } from './scrap-rate.js';

/** The lead times by their definitions' names. */
export const leadTimes = {
  COMMIT_TO_DEPLOY: commitToDeploy,
  FIRST_COMMIT_TO_DEPLOY: firstCommitToDeploy,
  OPENED_TO_DEPLOY: openedToDeploy,
  MERGED_TO_DEPLOY: mergedToDeploy,
  BUILT_TO_DEPLOY: builtToDeploy,
  STARTED_TO_DEPLOY: startedToDeploy,
  REQUESTED_TO_DEPLOY: requestedToDeploy,
} as const satisfies Record<string, DurationMetric>;

export const metrics: readonly Metric[] = [
  ...Object.values(leadTimes),
  scrapRate,
  deploymentFrequency,
  changeFailureRate,
  recoveryTime,
  deploymentReworkRate,
];
