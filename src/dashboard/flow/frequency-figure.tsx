import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawTrend, isSignal, type Trend } from '../charts/trend.js';
import { type Column, DataTable } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { type LegendItem, limitsLegend } from '../figure/legend.js';
import type { Question } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { count, counted, trimmed } from '../format/number.js';
import { bucketName } from '../format/time.js';
import type { Frequency } from './queries.js';

type Bucket = Frequency['buckets'][number];

const perDay = (value: number): string => `${trimmed(value, value < 1 ? 2 : 1)}\u00a0per day`;

const trendOf = ({ buckets, limits }: Frequency, { bucket, zone }: Question): Trend => ({
  froms: buckets.map(({ from }) => from),
  bucket,
  zone,
  lines: [{ name: 'Deployments', values: buckets.map((one) => one.perDay) }],
  limits,
  bars: true,
  axis: { title: 'deployments per day', tick: (value) => trimmed(value, 2) },
  say: perDay,
});

const columns = ({ limits }: Frequency, { bucket, zone }: Question): Column<Bucket>[] => [
  { name: 'Deployed in', cell: ({ from }) => bucketName(from, bucket, zone) },
  { name: 'Deployments', figure: true, cell: ({ n }) => count(n) },
  {
    name: 'Per day',
    figure: true,
    cell: (row) => <data value={row.perDay}>{trimmed(row.perDay, 3)}</data>,
  },
  { name: 'Outside the usual range', cell: ({ from }) => (isSignal(limits, from) ? 'yes' : '') },
];

const legend: LegendItem[] = [{ name: 'Deployments per day', look: 'bar' }];

export const DeploymentFrequency = ({ metric, asked }: { metric: Frequency; asked: Asked }) => {
  const { question } = asked;
  const input = useMemo(() => trendOf(metric, question), [metric, question]);
  const label = `Deployments per day: ${counted(metric.n, 'deployment')} in ${counted(metric.buckets.length, 'bar')}`;
  return (
    <Figure
      id="deployment-frequency"
      title="How often we deploy"
      meaning={`${counted(metric.n, 'successful deployment')} to ${question.environment}, averaged over the days of each bar so that bars can be compared.`}
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
          columns={columns(metric, question)}
          rows={metric.buckets}
          rowKey={({ from }) => from}
        />
      }
    />
  );
};
