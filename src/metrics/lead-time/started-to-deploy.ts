import type { DurationMetric } from '../metric.js';
import { itemSpans, itemText } from './item-spans.js';

export const startedToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'STARTED_TO_DEPLOY',
  version: 1,
  title: 'Lead time: started to deployment',
  unit: 'seconds',
  better: 'lower',
  text: `For each item (a ticket): the time from when it was first moved to a state in which somebody works on it to its delivery. An item that was never seen in such a state is left out (NOT_STARTED). ${itemText}`,
  reasons: ['BEFORE_FIRST_DEPLOYMENT', 'NOT_STARTED', 'NEGATIVE'],
  sql: (scope) => itemSpans(scope, 'started_us', 'NOT_STARTED'),
};
