import { useMemo } from 'react';
import { ChartCanvas } from '../charts/chart-canvas.js';
import { drawRules } from '../charts/rule-bars.js';
import { drawTrend, type Trend } from '../charts/trend.js';
import { BucketName } from '../figure/bucket-name.js';
import { type Column, DataTable, NoData } from '../figure/data-table.js';
import { Figure } from '../figure/figure.js';
import { type LegendItem, limitsLegend } from '../figure/legend.js';
import type { Question } from '../filters/resolve.js';
import type { Asked } from '../filters/use-filters.js';
import { count, counted, percent } from '../format/number.js';
import { ruleWords } from '../format/words.js';
import type { ScrapRate } from './queries.js';

type Rule = ScrapRate['byRule'][number];
type Bucket = ScrapRate['buckets'][number];

interface Props {
  metric: ScrapRate;
  asked: Asked;
}

const ruleColumns = (n: number): Column<Rule>[] => [
  { name: 'Rule', cell: ({ rule }) => ruleWords(rule) },
  { name: 'Changes', figure: true, cell: (row) => count(row.count) },
  {
    name: 'Share of all changes',
    figure: true,
    cell: (row) => (n > 0 ? percent(row.count / n) : <NoData />),
  },
];

const meaningOf = ({ n, numerator }: ScrapRate): string =>
  n === 0
    ? 'Which rule caught the changes that had to be reworked.'
    : `${counted(numerator, 'change')} of ${count(n)} had to be reworked. A change may be caught by several rules.`;

export const ScrapByRule = ({ metric, asked }: Props) => {
  const caught = useMemo(
    () => metric.byRule.filter((row) => row.count > 0).sort((a, b) => b.count - a.count),
    [metric],
  );
  const input = useMemo(() => ({ rules: caught, n: metric.n }), [caught, metric]);
  const spoken = caught.map((row) => `${ruleWords(row.rule)} ${count(row.count)}`).join(', ');
  return (
    <Figure
      id="scrap-by-rule"
      title="Why changes were done again"
      meaning={meaningOf(metric)}
      asked={asked}
      proof={metric}
      noun="change"
      evidence="scrapRate"
      chart={
        caught.length > 0 ? (
          <ChartCanvas
            draw={drawRules}
            input={input}
            height={90 + caught.length * 44}
            label={`Scrapped changes by rule: ${spoken}`}
          />
        ) : (
          <p className="no-data-here">No rule caught any of these changes.</p>
        )
      }
      table={
        <DataTable
          caption="Scrapped changes by rule"
          columns={ruleColumns(metric.n)}
          rows={caught}
          rowKey={({ rule }) => rule}
        />
      }
    />
  );
};

const trendOf = ({ buckets, limits }: ScrapRate, { bucket, zone }: Question): Trend => ({
  froms: buckets.map(({ from }) => from),
  bucket,
  zone,
  lines: [{ name: 'Scrap rate', values: buckets.map(({ rate }) => rate) }],
  limits,
  axis: { title: 'scrapped', tick: percent, ceiling: 1 },
  say: percent,
});

const bucketColumns = ({ limits }: ScrapRate, question: Question): Column<Bucket>[] => [
  { name: 'Made in', cell: ({ from }) => <BucketName from={from} limits={limits} question={question} /> },
  { name: 'Changes', figure: true, cell: ({ n }) => count(n) },
  { name: 'Scrapped', figure: true, cell: ({ numerator }) => count(numerator) },
  {
    name: 'Scrap rate',
    figure: true,
    cell: ({ rate }) => (rate === null ? <NoData /> : <data value={rate}>{percent(rate)}</data>),
  },
];

const legend: LegendItem[] = [{ name: 'Scrap rate', look: 'line' }];

export const ScrapTrend = ({ metric, asked }: Props) => {
  const { question } = asked;
  const input = useMemo(() => trendOf(metric, question), [metric, question]);
  const signals = metric.limits ? `, ${metric.limits.signals.length} points outside the usual range` : '';
  return (
    <Figure
      id="scrap-trend"
      title="Is less being done again?"
      meaning="The share of changes that had to be reworked, by when the change was made. The latest may still be found wanting: their share can only rise."
      asked={asked}
      proof={metric}
      noun="change"
      evidence="scrapRate"
      legend={metric.limits ? [...legend, ...limitsLegend()] : legend}
      chart={
        <ChartCanvas
          draw={drawTrend}
          input={input}
          label={`Scrap rate by the date of the change${signals}`}
        />
      }
      table={
        <DataTable
          caption="Scrap rate by the date of the change"
          columns={bucketColumns(metric, question)}
          rows={metric.buckets}
          rowKey={({ from }) => from}
        />
      }
    />
  );
};
