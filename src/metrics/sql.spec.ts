import { readFileSync, writeFileSync } from 'node:fs';
import type { Metric, Scope } from './metric.js';
import { metrics } from './registry.js';
import { shownSql } from './shown-sql.js';

const scope: Scope = {
  services: ['basket'],
  environment: 'production',
  from: new Date('2026-01-01T00:00:00Z'),
  to: new Date('2026-04-01T00:00:00Z'),
  clock: 'COMMITTED',
};

const fileOf = ({ id }: Metric): URL =>
  new URL(`./sql/${id.toLowerCase().replaceAll('_', '-')}.sql`, import.meta.url);

/** `UPDATE_SQL=1` writes the files anew; whoever reviews the change then sees what a metric really asks. */
const committed = (metric: Metric): string => {
  if (process.env['UPDATE_SQL']) writeFileSync(fileOf(metric), shownSql(metric, scope));
  return readFileSync(fileOf(metric), 'utf8');
};

describe('the committed SQL of a metric', () => {
  it.each(metrics.map((metric) => [metric.id, metric] as const))('is what %s asks', (_, metric) => {
    expect(committed(metric)).toBe(shownSql(metric, scope));
  });

  it('belongs to metrics with ids of their own', () => {
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
  });
});
