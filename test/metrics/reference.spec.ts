import fc from 'fast-check';
import { deploymentFrequency } from '../../src/metrics/deployment-frequency.js';
import { durationsOf, rateOf } from '../../src/metrics/figures.js';
import { leadTimes } from '../../src/metrics/registry.js';
import { scrapRate } from '../../src/metrics/scrap-rate.js';
import { durationBuckets } from '../../src/metrics/series.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { doorOf, JANUARY } from './story.js';

interface Delivered {
  readonly service: string;
  readonly hour: number;
  readonly us: number;
  readonly beforeFirst: boolean;
  readonly known: boolean;
}

/** Hours reach a day beyond January on both sides; spans are at times below zero. */
const delivered: fc.Arbitrary<Delivered> = fc.record({
  service: fc.constantFrom('basket', 'shelf'),
  hour: fc.integer({ min: -24, max: 32 * 24 }),
  us: fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 3e13 })),
  beforeFirst: fc.constantFrom(false, false, false, true),
  known: fc.constantFrom(true, true, true, false),
});

const timeOf = ({ hour }: { hour: number }): number => JANUARY.from.getTime() + hour * 3_600_000;
const inRange = (row: { hour: number }): boolean =>
  timeOf(row) >= JANUARY.from.getTime() && timeOf(row) < JANUARY.to.getTime();

/** The percentile of a text book: between the two neighbours, linearly. */
const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined
    ? null
    : below + (place - Math.floor(place)) * (above - below);
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Number(values.reduce((sum, value) => sum + BigInt(value), 0n)) / values.length;

const close = (actual: number | null, expected: number | null): void => {
  if (expected === null || actual === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
};

describe('every figure equals a plain computation over the same rows', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const store = async (rows: readonly Delivered[]): Promise<void> => {
    await database.pool.query('truncate throughline_read.delivered_commit');
    await database.pool.query(
      `insert into throughline_read.delivered_commit
       select service, 'production', 'repo', 'sha' || n, at, 'd', known, known, before, null, null, null,
         case when known then us end, case when known then us end
       from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::boolean[], $5::boolean[])
         with ordinality as t(service, at, us, before, known, n)`,
      [
        rows.map(({ service }) => service),
        rows.map((row) => new Date(timeOf(row))),
        rows.map(({ us }) => us),
        rows.map(({ beforeFirst }) => beforeFirst),
        rows.map(({ known }) => known),
      ],
    );
    await database.pool.query(`insert into throughline_read.service_owner
      select service, 't', '', '-infinity', 'infinity', '{}', 'e' from unnest(array['basket', 'shelf']) service
      on conflict do nothing`);
  };

  it('lead time: percentiles, mean, n, what was left out, buckets and histogram', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(delivered, { maxLength: 60 }),
        fc.constantFrom(undefined, ['basket']),
        async (rows, services) => {
          await store(rows);
          const asked = rows.filter(
            (row) => inRange(row) && (!services || services.some((service) => service === row.service)),
          );
          const counted = asked.filter(({ known, beforeFirst, us }) => known && !beforeFirst && us >= 0);
          const spans = counted.map(({ us }) => us);
          const filter = { ...JANUARY, services, zone: 'Europe/Berlin' };
          const answer = await doorOf(database.pool).ask(leadTimes.COMMIT_TO_DEPLOY, filter, {
            bucket: 'DAY',
          });
          const totals = await answer.totals();
          const figures = durationsOf(totals);
          close(figures.p50, seconds(percentile(spans, 0.5)));
          close(figures.p90, seconds(percentile(spans, 0.9)));
          close(figures.p95, seconds(percentile(spans, 0.95)));
          close(figures.mean, seconds(mean(spans)));
          expect([totals.n, totals.population]).toEqual([counted.length, asked.length]);
          expect(totals.excluded.reduce((sum, { count }) => sum + count, totals.n)).toBe(totals.population);
          const buckets = await durationBuckets(answer);
          expect(buckets.reduce((sum, { n }) => sum + n, 0)).toBe(counted.length);
          for (const { from, to, n, p50 } of buckets) {
            const inside = counted.filter(
              (row) => timeOf(row) >= from.getTime() && timeOf(row) < to.getTime(),
            );
            expect(n).toBe(inside.length);
            close(
              p50,
              seconds(
                percentile(
                  inside.map(({ us }) => us),
                  0.5,
                ),
              ),
            );
          }
          const bars = await answer.histogram();
          expect(bars.reduce((sum, { n }) => sum + n, 0)).toBe(counted.length);
          const { rows: evidence } = await answer.evidence('INCLUDED', { first: 500 });
          expect(evidence.map(({ seconds: span }) => span).sort()).toEqual(
            spans.map((us) => us / 1e6).sort(),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  const seconds = (us: number | null): number | null => (us === null ? null : us / 1e6);

  it('scrap rate and deployment frequency', async () => {
    const unit = fc.record({
      hour: fc.integer({ min: -24, max: 32 * 24 }),
      scrapped: fc.boolean(),
      counted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 40 }), async (units) => {
        await database.pool.query(
          'truncate throughline_read.service_change, throughline_read.scrap, throughline_read.deployment',
        );
        for (const [i, { hour, scrapped, counted }] of units.entries()) {
          const at = new Date(timeOf({ hour }));
          await database.pool.query(
            `insert into throughline_read.service_change values ('basket', 'repo', $1, 'COMMIT', $2, '', null, null, $3)`,
            [`u${i}`, at, counted],
          );
          await database.pool.query(
            `insert into throughline_read.deployment (service, environment, id, at, outcome, kind, effective, complete, assumed, event_id)
             values ('basket', 'production', $1, $2, $3, 'deploy', true, true, false, 'e')`,
            [`u${i}`, at, scrapped ? 'failure' : 'success'],
          );
          if (scrapped) {
            await database.pool.query(
              `insert into throughline_read.scrap values ('basket', 'repo', $1, 'REVERTED', '', 'e1', $2), ('basket', 'repo', $1, 'HOTFIXED', '', 'e2', $2)`,
              [`u${i}`, at],
            );
          }
        }
        const counted = units.filter((one) => inRange(one) && one.counted);
        const rate = await (await doorOf(database.pool).ask(scrapRate, JANUARY)).totals();
        const numerator = counted.filter(({ scrapped }) => scrapped).length;
        expect(rateOf(rate)).toEqual({
          numerator,
          rate: counted.length === 0 ? null : numerator / counted.length,
        });
        const frequency = await (await doorOf(database.pool).ask(deploymentFrequency, JANUARY)).totals();
        const deployed = units.filter(inRange);
        expect(frequency).toMatchObject({
          n: deployed.filter(({ scrapped }) => !scrapped).length,
          population: deployed.length,
        });
      }),
      { numRuns: 25 },
    );
  });
});
