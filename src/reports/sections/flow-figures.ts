import { z } from 'zod';
import { commitToDeploy } from '../../metrics/lead-time/commit-to-deploy.js';
import { scrapRate } from '../../metrics/scrap-rate.js';
import { durationBuckets, durationLimits, rateBuckets } from '../../metrics/series.js';
import { askFlow, figuresOf, flowQueries, meaningOf } from '../flow.js';
import { shownChange, shownDay, shownValue } from '../format.js';
import type { Chart, Figure, Table } from '../model.js';
import type { Section, SectionContext } from './section.js';

const options = z.strictObject({
  /** How many weeks up to the end of the period the trend shows. */
  weeks: z.int().min(6).max(106).default(13),
});

/** Lead time, scrap rate, the five DORA figures and their trend, next to the period before. */
export const flowFigures: Section<z.infer<typeof options>> = {
  id: 'flow-figures',
  title: 'Flow',
  options,
  read: async (context, { weeks }) => {
    const [now, before] = await Promise.all([
      askFlow(context.door, context.filter(context.period)),
      askFlow(context.door, context.filter(context.before)),
    ]);
    const figures = figuresOf(now, before);
    const notes = await Promise.all(now.map(({ answer }) => answer.notes()));
    const trend = await readTrend(context, weeks);
    return {
      summary: sentences(figures, context),
      paragraphs: [...new Set(notes.flat()), ...trend.paragraphs],
      figures,
      charts: trend.charts,
      tables: [trend.table],
      meanings: flowQueries.map(({ metric }) => meaningOf(metric)),
    };
  },
};

const LED = ['leadTime.p50', 'scrapRate.rate', 'deploymentFrequency.perDay', 'changeFailureRate.rate'];

const sentences = (figures: readonly Figure[], { before }: SectionContext): string[] => {
  const told = figures.filter(({ id }) => LED.includes(id));
  if (told.every(({ value }) => value === null)) {
    return ['No change, deployment or incident of this scope is known in the period.'];
  }
  return told.map(({ title, value, before: last, unit }) => {
    if (value === null) return `${title}: nothing was measured.`;
    const now = `${title}: ${shownValue(value, unit)}`;
    return last === null || last === undefined
      ? `${now}; nothing was measured in ${before.label}.`
      : `${now}, ${shownChange(value - last, unit)} against ${before.label}.`;
  });
};

const WEEK_MS = 7 * 86_400_000;

/** Whole weeks up to the one in which the period ends. */
const readTrend = async (context: SectionContext, weeks: number) => {
  const { door, period, zone } = context;
  const from = new Date(period.to.getTime() - weeks * WEEK_MS);
  const filter = context.filter({ label: '', from, to: period.to });
  const [lead, scrap] = await Promise.all([
    door.ask(commitToDeploy, filter, { bucket: 'WEEK' }),
    door.ask(scrapRate, filter, { bucket: 'WEEK' }),
  ]);
  const [spans, limits, rates] = await Promise.all([
    durationBuckets(lead),
    durationLimits(lead),
    rateBuckets(scrap),
  ]);
  const labels = spans.map((bucket) => shownDay(bucket.from.toISOString(), zone));
  const chart: Omit<Chart, 'id' | 'title' | 'alt' | 'unit' | 'series'> = { kind: 'line', labels };
  const charts: Chart[] = [
    {
      ...chart,
      id: 'lead-time-trend',
      title: 'Lead time by week',
      unit: 'seconds',
      alt: `Median and 85th percentile of lead time in ${labels.length} weeks up to ${period.label}; the same numbers are in the table below.`,
      series: [
        { title: 'median', values: spans.map(({ p50 }) => p50) },
        { title: '85 % within', values: spans.map(({ p85 }) => p85) },
        ...(limits ? [{ title: 'upper limit of the usual', values: spans.map(() => limits.upper) }] : []),
      ],
    },
    {
      ...chart,
      id: 'scrap-rate-trend',
      title: 'Scrap rate by week',
      unit: 'ratio',
      alt: `Share of changes that had to be done again, in ${labels.length} weeks up to ${period.label}; the same numbers are in the table below.`,
      series: [{ title: 'scrap rate', values: rates.map(({ rate }) => rate) }],
    },
  ];
  const table: Table = {
    id: 'flow-by-week',
    title: 'Flow by week',
    columns: [
      { title: 'Week from', kind: 'time' },
      { title: 'Changes delivered', kind: 'count' },
      { title: 'Lead time, median', kind: 'seconds' },
      { title: 'Lead time, 85 % within', kind: 'seconds' },
      { title: 'Changes made', kind: 'count' },
      { title: 'Scrap rate', kind: 'ratio' },
    ],
    rows: spans.map((span, i) => [
      span.from.toISOString(),
      span.n,
      span.p50,
      span.p85,
      rates[i]?.n ?? null,
      rates[i]?.rate ?? null,
    ]),
  };
  const paragraphs = limits
    ? [
        `Week by week the median of lead time usually lies between ${shownValue(limits.lower, 'seconds')} and ${shownValue(limits.upper, 'seconds')} (limits of an XmR chart); ${signalText(limits.signals, zone)}.`,
      ]
    : ['There are fewer than six weeks with deliveries: what is usual cannot be told yet.'];
  return { charts, table, paragraphs };
};

const signalText = (signals: readonly Date[], zone: string): string =>
  signals.length === 0
    ? 'no week lies outside'
    : `outside lie the weeks from ${signals.map((at) => shownDay(at.toISOString(), zone)).join(', ')}`;
