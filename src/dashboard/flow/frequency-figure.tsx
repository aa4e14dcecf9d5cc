import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawTrend, type Trend } from '../charts/trend.js';
import { BucketName } from '../figure/bucket-name.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { type LegendItem, limitsLegend } from '../figure/legend.js';
import type { Question } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { count, counted, type Pace, pace, perDay, perMonth, perWeek, trimmed } from '../format/number.js';
import type { Frequency } from './queries.js';

/** A bar counts by its own length: `per week` on a chart of weeks. */
const paces: Record<Question['bucket'], Pace> = { DAY: perDay, WEEK: perWeek, MONTH: perMonth };

type Bucket = Frequency['buckets'][number];

const scaled = (limits: Frequency['limits'], { days }: Pace): Frequency['limits'] =>
  limits && {
    centre: limits.centre * days,
    lower: limits.lower * days,
    upper: limits.upper * days,
    signals: limits.signals,
  };

const trendOf = ({ buckets, limits }: Frequency, period: Pace, { bucket, zone }: Question): Trend => ({
  froms: buckets.map(({ from }) => from),
  bucket,
  zone,
  lines: [{ name: 'Deployments', values: buckets.map((one) => one.perDay * period.days) }],
  limits: scaled(limits, period),
  bars: true,
  axis: { title: `deployments per ${period.per}`, tick: (value) => trimmed(value, 2) },
  say: (value) => pace(value / period.days, period),
});

const columns = ({ limits }: Frequency, period: Pace, question: Question): Column<Bucket>[] => [
  { name: 'Deployed in', cell: ({ from }) => <BucketName from={from} limits={limits} question={question} /> },
  { name: 'Deployments', figure: true, cell: ({ n }) => count(n) },
  {
    name: `Per ${period.per}`,
    figure: true,
    cell: (row) => <data value={row.perDay * period.days}>{trimmed(row.perDay * period.days, 3)}</data>,
  },
];

export const DeploymentFrequency = ({ metric, asked }: { metric: Frequency; asked: Asked }) => {
  const { question } = asked;
  const period = paces[question.bucket];
  const input = useMemo(() => trendOf(metric, period, question), [metric, period, question]);
  const legend: LegendItem[] = [{ name: `Deployments per ${period.per}`, look: 'bar' }];
  const label = `Deployments per ${period.per}: ${counted(metric.n, 'deployment')} in ${counted(metric.buckets.length, 'bar')}`;
  return (
    <Figure
      id="deployment-frequency"
      title="How often we deploy"
      meaning={`${counted(metric.n, 'successful deployment')} to ${question.environment}, as a pace, so that a short month or a bar that is not over yet compares with the others.`}
      asked={asked}
      proof={metric}
      noun="deployment"
      evidence="deploymentFrequency"
      wide
      legend={metric.limits ? [...legend, ...limitsLegend(true)] : legend}
      chart={<ChartCanvas draw={drawTrend} input={input} label={label} height={240} />}
      table={
        <DataTable
          caption="Deployments by time"
          columns={columns(metric, period, question)}
          rows={metric.buckets}
          rowKey={({ from }) => from}
        />
      }
    />
  );
};
