import { readFileSync } from 'node:fs';
import { metrics } from './registry.js';

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
const words = (text: string): string[] => [...text.matchAll(/`([A-Z_]+)`/g)].map(([, word]) => word!);
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => words(line));

const scope = { environment: 'production', from: new Date(0), to: new Date(1), clock: 'COMMITTED' } as const;
const KINDS = ['COMMIT', 'PULL_REQUEST', 'ARTIFACT', 'ITEM', 'DEPLOYMENT', 'INCIDENT'];
const GRADES = ['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'];

describe('the definitions', () => {
  it('stand in docs/metrics.md, each with the reasons for which units are left out', () => {
    expect(rows).toEqual(metrics.map(({ id, reasons }) => [id, ...reasons]));
  });

  it.each(metrics.map((metric) => [metric.id, metric] as const))(
    'name every reason that the SQL of %s gives',
    (_, metric) => {
      const given = [...metric.sql(scope).text.matchAll(/'([A-Z]{2,}(?:_[A-Z]+)*)'/g)].map(
        ([, word]) => word!,
      );
      const reasons = given.filter((word) => ![...KINDS, ...GRADES].includes(word));
      expect(metric.reasons).toEqual(expect.arrayContaining(reasons));
    },
  );
});
