import type { DurationMetric } from '../metric.js';
import { itemSpans, itemText } from './item-spans.js';

export const requestedToDeploy: DurationMetric = {
  kind: 'duration',
  id: 'REQUESTED_TO_DEPLOY',
  version: 1,
  title: 'Lead time: requested to deployment',
  unit: 'seconds',
  better: 'lower',
  text: `For each item (a ticket): the time from when it was created to its delivery. An item whose creation no source told us about is left out (NOT_REQUESTED). ${itemText}`,
  reasons: ['BEFORE_FIRST_DEPLOYMENT', 'NOT_REQUESTED', 'NEGATIVE'],
  sql: (scope) => itemSpans(scope, 'requested_us', 'NOT_REQUESTED'),
};
