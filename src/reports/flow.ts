import type { Answer } from '../metrics/answer.js';
import { changeFailureRate } from '../metrics/change-failure-rate.js';
import { deploymentFrequency } from '../metrics/deployment-frequency.js';
import { deploymentReworkRate } from '../metrics/deployment-rework-rate.js';
import { type Counts, durationsOf, rateOf, type TotalsRow, variationOf } from '../metrics/figures.js';
import type { FlowFilter } from '../metrics/filter.js';
import { commitToDeploy } from '../metrics/lead-time/commit-to-deploy.js';
import type { Metric } from '../metrics/metric.js';
import type { MetricDoor } from '../metrics/metric-door.js';
import { recoveryTime } from '../metrics/recovery-time.js';
import { scrapRate } from '../metrics/scrap-rate.js';
import type { Figure, Meaning, Unit } from './model.js';

/** One number of a metric, under the name that the API gives it. */
interface Reading {
  readonly field: string;
  readonly title: string;
  readonly unit: Unit;
  readonly value: (totals: TotalsRow & Counts, days: number) => number | null;
}

/** A query of the API with the numbers that reports show of it. */
export interface FlowQuery {
  readonly query: string;
  readonly metric: Metric;
  readonly readings: readonly Reading[];
}

const rate = (title: string): readonly Reading[] => [
  { field: 'rate', title, unit: 'ratio', value: (totals) => rateOf(totals).rate },
];

/** The question that a reading answers, in the order of the reports. */
export const flowQueries: readonly FlowQuery[] = [
  {
    query: 'leadTime',
    metric: commitToDeploy,
    readings: [
      { field: 'p50', title: 'Lead time, median', unit: 'seconds', value: (t) => durationsOf(t).p50 },
      { field: 'p85', title: 'Lead time, 85 % within', unit: 'seconds', value: (t) => durationsOf(t).p85 },
      { field: 'mean', title: 'Lead time, mean', unit: 'seconds', value: (t) => durationsOf(t).mean },
      {
        field: 'variation',
        title: 'Variation of lead time (p90 / p50)',
        unit: 'times',
        value: (t) => variationOf(durationsOf(t)),
      },
    ],
  },
  { query: 'scrapRate', metric: scrapRate, readings: rate('Scrap rate') },
  {
    query: 'deploymentFrequency',
    metric: deploymentFrequency,
    readings: [
      {
        field: 'perDay',
        title: 'Deployments a day',
        unit: 'per day',
        value: ({ population, n }, days) => (population > 0 ? n / days : null),
      },
    ],
  },
  { query: 'changeFailureRate', metric: changeFailureRate, readings: rate('Change failure rate') },
  {
    query: 'recoveryTime',
    metric: recoveryTime,
    readings: [
      { field: 'p50', title: 'Recovery time, median', unit: 'seconds', value: (t) => durationsOf(t).p50 },
    ],
  },
  {
    query: 'deploymentReworkRate',
    metric: deploymentReworkRate,
    readings: rate('Deployment rework rate'),
  },
];

export interface FlowAnswer {
  readonly asked: FlowQuery;
  readonly answer: Answer;
  readonly totals: TotalsRow & Counts;
  readonly days: number;
}

/** Asks for all flow figures of a range, as the API would. */
export const askFlow = (door: MetricDoor, filter: FlowFilter): Promise<FlowAnswer[]> =>
  Promise.all(
    flowQueries.map(async (asked) => {
      const answer = await door.ask(asked.metric, filter);
      const [totals, days] = await Promise.all([answer.totals(), answer.days()]);
      return { asked, answer, totals, days };
    }),
  );

/** The figures of answers, next to those of the same questions about the period before. */
export const figuresOf = (answers: readonly FlowAnswer[], before: readonly FlowAnswer[]): Figure[] =>
  answers.flatMap(({ asked, totals, days }, i) =>
    asked.readings.map(({ field, title, unit, value }) => ({
      id: `${asked.query}.${field}`,
      title,
      unit,
      value: value(totals, days),
      before: before[i] ? value(before[i].totals, before[i].days) : null,
      ...(field !== 'variation' && { better: asked.metric.better }),
      n: totals.n,
      population: totals.population,
      excluded: totals.excluded,
      definition: `${asked.metric.id}@${asked.metric.version}`,
    })),
  );

export const meaningOf = ({ id, version, title, text }: Metric): Meaning => ({ id, version, title, text });
