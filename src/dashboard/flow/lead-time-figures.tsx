import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { barName, type Distribution, drawHistogram } from '../charts/histogram.js';
import { durationAxis } from '../charts/scale.js';
import { drawTrend, type Trend } from '../charts/trend.js';
import { ExactDuration } from '../figure/amount.js';
import { BucketName } from '../figure/bucket-name.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { type LegendItem, limitsLegend } from '../figure/legend.js';
import type { Question } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { duration } from '../format/duration.js';
import { count, counted, percent } from '../format/number.js';
import { day } from '../format/time.js';
import { definitionWords } from '../format/words.js';
import type { LeadTime } from './queries.js';

type Bar = LeadTime['histogram'][number];
type Bucket = LeadTime['buckets'][number];

const spoken = (name: string, seconds: number | null): string =>
  `${name} ${seconds === null ? 'no data' : duration(seconds)}`;

const barColumns = (n: number): Column<Bar>[] => [
  { name: 'Took', cell: barName },
  { name: 'Changes', figure: true, cell: (bar) => count(bar.n) },
  { name: 'Share', figure: true, cell: (bar) => (n > 0 ? percent(bar.n / n) : 'no data') },
];

const distributionOf = (metric: LeadTime): Distribution => ({
  bars: metric.histogram,
  marks: [
    { name: 'p50', seconds: metric.p50 },
    { name: 'p85', seconds: metric.p85 },
    { name: 'p90', seconds: metric.p90 },
  ],
  noun: 'change',
});

interface Props {
  metric: LeadTime;
  asked: Asked;
}

export const LeadTimeDistribution = ({ metric, asked }: Props) => {
  const input = useMemo(() => distributionOf(metric), [metric]);
  const label = `Histogram of the lead time of ${counted(metric.n, 'change')}: ${spoken('p50', metric.p50)}, ${spoken('p85', metric.p85)}, ${spoken('p90', metric.p90)}`;
  return (
    <Figure
      id="lead-time-distribution"
      title="How long changes take"
      meaning="Each bar counts the changes that took so long; half of all changes lie to the left of p50, nine of ten to the left of p90."
      asked={asked}
      proof={metric}
      noun="change"
      evidence="leadTime"
      chart={<ChartCanvas draw={drawHistogram} input={input} label={label} />}
      table={
        <DataTable
          caption={`Lead time, ${definitionWords[asked.question.definition].toLowerCase()}`}
          columns={barColumns(metric.n)}
          rows={metric.histogram}
          rowKey={(bar) => String(bar.fromSeconds)}
        />
      }
    />
  );
};

const trendOf = ({ buckets, limits }: LeadTime, { bucket, zone }: Question): Trend => ({
  froms: buckets.map(({ from }) => from),
  bucket,
  zone,
  lines: [
    { name: 'p50', values: buckets.map(({ p50 }) => p50) },
    { name: 'p85', values: buckets.map(({ p85 }) => p85) },
    { name: 'p90', values: buckets.map(({ p90 }) => p90) },
  ],
  limits,
  axis: durationAxis(
    'lead time',
    buckets.map(({ p90 }) => p90),
  ),
  say: duration,
});

const trendLegend: LegendItem[] = [
  { name: 'p50, half took no longer', look: 'line' },
  { name: 'p85', look: 'dashed' },
  { name: 'p90', look: 'dotted' },
];

const bucketColumns = ({ limits }: LeadTime, question: Question): Column<Bucket>[] => [
  {
    name: 'Delivered in',
    cell: ({ from }) => <BucketName from={from} limits={limits} question={question} />,
  },
  { name: 'Changes', figure: true, cell: ({ n }) => count(n) },
  { name: 'p50', figure: true, cell: ({ p50 }) => <ExactDuration seconds={p50} /> },
  { name: 'p85', figure: true, cell: ({ p85 }) => <ExactDuration seconds={p85} /> },
  { name: 'p90', figure: true, cell: ({ p90 }) => <ExactDuration seconds={p90} /> },
];

const trendLabel = ({ buckets, limits }: LeadTime, { zone }: Question): string => {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return 'Lead time by time: no data';
  const signals = limits ? `, ${limits.signals.length} of them outside the usual range` : '';
  return `Lead time by time of delivery, ${buckets.length} points from ${day(first.from, zone)} to ${day(last.to, zone)}${signals}`;
};

export const LeadTimeTrend = ({ metric, asked }: Props) => {
  const { question } = asked;
  const input = useMemo(() => trendOf(metric, question), [metric, question]);
  return (
    <Figure
      id="lead-time-trend"
      title="Is it getting faster?"
      meaning="Lead time by when the change was delivered. Within the usual range (XmR limits of p50) a rise or fall is chance; a triangle is worth asking about."
      asked={asked}
      proof={metric}
      noun="change"
      evidence="leadTime"
      legend={metric.limits ? [...trendLegend, ...limitsLegend()] : trendLegend}
      chart={<ChartCanvas draw={drawTrend} input={input} label={trendLabel(metric, question)} />}
      table={
        <DataTable
          caption="Lead time by time of delivery"
          columns={bucketColumns(metric, question)}
          rows={metric.buckets}
          rowKey={({ from }) => from}
        />
      }
    />
  );
};
