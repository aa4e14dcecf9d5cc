import type { DurationMetric } from '../metric.js';
import { type ChangeClock, changeReasons, changeSpans, changeText } from './change-spans.js';

const clock: ChangeClock = { change: 'first_commit_us', commit: 'authored_us', missing: 'NO_FIRST_COMMIT' };

export const firstCommitToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'FIRST_COMMIT_TO_DEPLOY',
  version: 1,
  title: 'Lead time: first commit to deployment',
  unit: 'seconds',
  better: 'lower',
  text: `For each change: the time from when its first commit was authored to its delivery. A squashed or rebased change keeps the author time of its first commit. A change whose commits are not known has no such moment (NO_FIRST_COMMIT). ${changeText}`,
  reasons: changeReasons(clock.missing),
  sql: (scope) => changeSpans(scope, clock),
};
