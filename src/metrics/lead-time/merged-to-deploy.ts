import type { DurationMetric } from '../metric.js';
import { type ChangeClock, changeReasons, changeSpans, changeText } from './change-spans.js';

const clock: ChangeClock = { change: 'merged_us', commit: 'committed_us', missing: 'NOT_MERGED' };

export const mergedToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'MERGED_TO_DEPLOY',
  version: 1,
  title: 'Lead time: merged to deployment',
  unit: 'seconds',
  better: 'lower',
  text: `For each change: the time from when it reached the main line (merged, or committed there) to its delivery. A change whose merge was not told has no such moment (NOT_MERGED). ${changeText}`,
  reasons: changeReasons(clock.missing),
  sql: (scope) => changeSpans(scope, clock),
};
