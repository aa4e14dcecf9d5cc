import type { DurationMetric } from '../metric.js';
import { type ChangeClock, changeReasons, changeSpans, changeText } from './change-spans.js';

const clock: ChangeClock = { change: 'opened_us', commit: undefined, missing: 'NOT_OPENED' };

export const openedToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'OPENED_TO_DEPLOY',
  version: 1,
  title: 'Lead time: opened to deployment',
  unit: 'seconds',
  better: 'lower',
  text: `For each change: the time from when its change request was opened to its delivery. A change that never was a change request has no such moment (NOT_OPENED). ${changeText}`,
  reasons: changeReasons(clock.missing),
  sql: (scope) => changeSpans(scope, clock),
};
