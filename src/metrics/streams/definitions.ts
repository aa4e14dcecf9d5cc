import type { Definition } from '../metric.js';

const VISITS =
  'An item passes a step from the first event that meets its start to the next that meets its stop; without a ' +
  'definition the steps are the states or activities that its events name, and only the most frequent paths that ' +
  'together carry 80 % of the finished items are shown (others: RARE_PATH). It waits from the end of the step before (or ' +
  'from its entry) until work begins; what is not told as work counts as waiting. A visit counts when it ended in the ' +
  'range, an item when it was finished in it; what is open at the end of the range is work in progress, and its age ' +
  'still grows (censored).';

export const valueStreamTime: Definition = {
  id: 'VALUE_STREAM',
  version: 1,
  title: 'Value stream',
  unit: 'seconds',
  better: 'lower',
  text:
    `${VISITS} Lead time of a step = wait + process time; flow time of an item = from its entry until it is finished. ` +
    '%C&A of a step = share of its visits after which the item neither went back to an earlier step that it had passed ' +
    'nor was returned, rejected or reopened; rolled %C&A = the product. Scrap rate of a step = share of its visits by ' +
    'items that had passed it before. Variation = p90 / p50 of its lead time. Flow efficiency = process time / (process ' +
    'time + waiting), where process time is told. Velocity = finished items per day since the range began, or since the first item entered; load = open items.',
};

export const whatIfTime: Definition = {
  ...valueStreamTime,
  id: 'WHAT_IF',
  title: 'What if',
  text:
    'The items that were finished in the range pass the stream again, each by its own recorded times, with the changes ' +
    'applied: waits and process times of a step multiplied, visits of a removed step left out, and where %C&A rises, the ' +
    'way back and the repetition left out for as many of those sent back as it takes, chosen by a hash of the item. ' +
    'Nothing else changes: queues do not grow shorter because others are faster.',
};

export const forecastTime: Definition = {
  ...valueStreamTime,
  id: 'FORECAST',
  title: 'When it will be done',
  text:
    'How many days it takes until so many items are finished, drawn many times from the days of the range with as many ' +
    'finished items as each of them had; a percentile is the share of draws that were done by then. The back-test makes ' +
    'the same forecast at past times from what was known then, and compares it with what came.',
};
