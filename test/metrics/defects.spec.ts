import { deliveryEvent } from '../../src/events/vocabulary.js';
import { changeFailureRate } from '../../src/metrics/change-failure-rate.js';
import { deploymentFrequency } from '../../src/metrics/deployment-frequency.js';
import { durationsOf, rateOf } from '../../src/metrics/figures.js';
import { recoveryTime } from '../../src/metrics/recovery-time.js';
import { leadTimes } from '../../src/metrics/registry.js';
import { scrapRate } from '../../src/metrics/scrap-rate.js';
import { durationBuckets, frequencyBuckets, rateBuckets } from '../../src/metrics/series.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { emptyStore } from '../support/read-models.js';
import {
  committed,
  deployed,
  doorOf,
  incident,
  JANUARY,
  merged,
  REPO,
  resolved,
  sha,
  told,
} from './story.js';

/** Mistakes that other tools make, each told as a small history. */
describe('a defect that others have and Throughline has not:', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => emptyStore(database.pool));
  afterAll(() => database.drop());

  const tell = (...events: Parameters<typeof told>[1]) => told(database.pool, events);
  const ask: ReturnType<typeof doorOf>['ask'] = (metric, filter, options) =>
    doorOf(database.pool).ask(metric, filter, options);
  const HOUR = 3_600;

  it('the lower median is taken for the median: [1, 100] gives 50.5', async () => {
    await tell(
      committed(1, '2026-01-06T08:00:00Z'),
      committed(2, '2026-01-10T11:00:00Z'),
      deployed('d1', '2026-01-10T12:00:00Z', 2),
    );
    const answer = await ask(leadTimes.COMMIT_TO_DEPLOY, JANUARY);
    const { p50, mean } = durationsOf(await answer.totals());
    expect([p50, mean]).toEqual([50.5 * HOUR, 50.5 * HOUR]);
  });

  it('the failure rate exceeds 100 %: three incidents of one deployment are one failed deployment', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d1', '2026-01-05T10:00:00Z', 1),
      incident('i1', '2026-01-05T11:00:00Z', { deployment: 'd1' }),
      incident('i2', '2026-01-05T12:00:00Z', { deployment: 'd1' }),
      incident('i3', '2026-01-05T13:00:00Z'),
    );
    const answer = await ask(changeFailureRate, JANUARY);
    expect(rateOf(await answer.totals())).toEqual({ rate: 1, numerator: 1 });
  });

  it('two deployments in one second are counted as one', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      committed(2, '2026-01-05T08:30:00Z'),
      deployed('d1', '2026-01-05T10:00:00Z', 1),
      deployed('d2', '2026-01-05T10:00:00Z', 2),
    );
    const answer = await ask(deploymentFrequency, JANUARY);
    expect(await answer.totals()).toMatchObject({ n: 2, population: 2 });
  });

  it('failed staging deployments are in the denominator', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('s1', '2026-01-05T09:00:00Z', 1, { environment: 'staging', outcome: 'failure' }),
      deployed('s2', '2026-01-05T09:30:00Z', 1, { environment: 'staging', outcome: 'failure' }),
      deployed('d1', '2026-01-05T10:00:00Z', 1),
    );
    const answer = await ask(changeFailureRate, JANUARY);
    expect(await answer.totals()).toMatchObject({ n: 1, population: 1, numerator: 0 });
  });

  it('nulls are drawn as 0: no data is null, and an empty bucket is there without a value', async () => {
    await tell(
      committed(1, '2026-01-02T08:00:00Z'),
      deployed('d1', '2026-01-02T09:00:00Z', 1),
      committed(2, '2026-01-04T08:00:00Z'),
      deployed('d2', '2026-01-04T09:00:00Z', 2),
    );
    const days = { from: new Date('2026-01-02T00:00:00Z'), to: new Date('2026-01-05T00:00:00Z') };
    const answer = await ask(leadTimes.COMMIT_TO_DEPLOY, days, { bucket: 'DAY' });
    const buckets = await durationBuckets(answer);
    expect(buckets.map(({ n, p50, mean }) => [n, p50, mean])).toEqual([
      [1, HOUR, HOUR],
      [0, null, null],
      [1, HOUR, HOUR],
    ]);
    const rates = await rateBuckets(await ask(changeFailureRate, days, { bucket: 'DAY' }));
    expect(rates.map(({ n, rate }) => [n, rate])).toEqual([
      [1, 0],
      [0, null],
      [1, 0],
    ]);
    const before = { from: new Date('2025-01-01T00:00:00Z'), to: new Date('2025-02-01T00:00:00Z') };
    expect(durationsOf(await (await ask(leadTimes.COMMIT_TO_DEPLOY, before)).totals())).toEqual({
      p50: null,
      p75: null,
      p85: null,
      p90: null,
      p95: null,
      mean: null,
    });
    expect(rateOf(await (await ask(scrapRate, before)).totals()).rate).toBeNull();
  });

  it('squash merges have lead time 0: the change keeps the clock of its first commit', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d1', '2026-01-05T09:00:00Z', 1),
      committed(2, '2026-01-09T10:00:00Z', { title: 'Squashed (#7)' }),
      merged(7, '2026-01-09T10:00:00Z', 2, {
        firstCommitAt: '2026-01-06T10:00:00Z',
        openedAt: '2026-01-07T10:00:00Z',
      }),
      deployed('d2', '2026-01-09T10:00:00Z', 2),
    );
    const spanOf = async (definition: keyof typeof leadTimes) => {
      const answer = await ask(leadTimes[definition], JANUARY);
      const { rows } = await answer.evidence('INCLUDED', { first: 10 });
      return rows.find(({ id }) => id === '7')?.seconds;
    };
    expect(await spanOf('FIRST_COMMIT_TO_DEPLOY')).toBe(72 * HOUR);
    expect(await spanOf('OPENED_TO_DEPLOY')).toBe(48 * HOUR);
    expect(await spanOf('MERGED_TO_DEPLOY')).toBe(0);
  });

  it('trunk commits without a pull request are invisible', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      committed(2, '2026-01-05T09:00:00Z'),
      merged(7, '2026-01-05T09:00:00Z', 2, { openedAt: '2026-01-05T07:00:00Z' }),
      deployed('d1', '2026-01-05T10:00:00Z', 2),
    );
    const changes = await (await ask(leadTimes.MERGED_TO_DEPLOY, JANUARY)).evidence('INCLUDED', {
      first: 10,
    });
    expect(changes.rows.map(({ kind, id }) => [kind, id]).sort()).toEqual([
      ['COMMIT', sha(1)],
      ['PULL_REQUEST', '7'],
    ]);
    const opened = await (await ask(leadTimes.OPENED_TO_DEPLOY, JANUARY)).totals();
    expect(opened).toMatchObject({ n: 1, population: 2, excluded: [{ reason: 'NOT_OPENED', count: 1 }] });
    expect(await (await ask(scrapRate, JANUARY)).totals()).toMatchObject({ n: 2 });
  });

  it('incidents are blamed on whatever was deployed last, however long ago', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d1', '2026-01-05T10:00:00Z', 1),
      incident('i1', '2026-01-09T11:00:00Z'),
    );
    const answer = await ask(changeFailureRate, JANUARY);
    expect(await answer.totals()).toMatchObject({
      n: 1,
      numerator: 0,
      population: 2,
      excluded: [{ reason: 'UNATTRIBUTED', count: 1 }],
    });
  });

  it('a late deployment event never corrects the number', async () => {
    await tell(committed(1, '2026-01-05T08:00:00Z'), deployed('d2', '2026-01-07T08:00:00Z', 1));
    const p50 = async () => durationsOf(await (await ask(leadTimes.COMMIT_TO_DEPLOY, JANUARY)).totals()).p50;
    const late = await p50();
    await tell(deployed('d1', '2026-01-05T10:00:00Z', 1));
    expect([late, await p50()]).toEqual([48 * HOUR, 2 * HOUR]);
  });

  it('offsets are dropped instead of converted: ten in the morning is not one moment the world over', async () => {
    const source = { id: 'test', at: '2026-01-06T10:00:00+05:30', source: 'test', type: 'item.reopened' };
    expect(deliveryEvent.parse({ ...source, item: 'A-1' }).at).toBe('2026-01-06T04:30:00.000Z');
    const told = deliveryEvent.parse({ ...source, item: 'A-1', at: '2026-01-06T10:00:00.25-08:00' });
    expect(told.at).toBe('2026-01-06T18:00:00.250Z');
    expect(deliveryEvent.safeParse({ ...source, item: 'A-1', at: '2026-01-06T10:00:00' }).success).toBe(
      false,
    );
  });

  it('bots are counted as people: a machine’s review is no review', async () => {
    const ann = { id: 'github:ann', kind: 'human', confidence: 'authenticated' } as const;
    const linter = { id: 'github:linter[bot]', kind: 'bot', confidence: 'bot' } as const;
    const bob = { id: 'github:bob', kind: 'human', confidence: 'authenticated' } as const;
    const approved = (at: string, actor: typeof bob | typeof linter) =>
      deliveryEvent.parse({
        ...{ type: 'change.reviewed', decision: 'approved', id: at, at, source: 'test', repo: REPO },
        ...{ change: '7', actor },
      });
    await tell(
      deliveryEvent.parse({
        ...{ type: 'change.opened', id: 'opened', at: '2026-01-05T08:00:00Z', source: 'test', repo: REPO },
        ...{ change: '7', actor: ann },
      }),
      approved('2026-01-05T08:00:05Z', linter),
      approved('2026-01-05T09:00:00Z', bob),
    );
    const { rows } = await database.pool.query(
      'select first_review_at, approved_at from throughline_read.change',
    );
    const nine = new Date('2026-01-05T09:00:00Z');
    expect(rows).toEqual([{ first_review_at: nine, approved_at: nine }]);
  });

  it('month buckets are in UTC for a team in Sydney', async () => {
    await tell(
      committed(1, '2026-01-31T08:00:00Z'),
      // In Sydney it is already the first of February.
      deployed('d1', '2026-01-31T14:00:00Z', 1),
    );
    const quarter = {
      from: new Date('2025-12-31T13:00:00Z'),
      to: new Date('2026-03-31T13:00:00Z'),
      zone: 'Australia/Sydney',
    };
    const answer = await ask(leadTimes.COMMIT_TO_DEPLOY, quarter, { bucket: 'MONTH' });
    expect((await durationBuckets(answer)).map(({ from, n }) => [from.toISOString(), n])).toEqual([
      ['2025-12-31T13:00:00.000Z', 0],
      ['2026-01-31T13:00:00.000Z', 1],
      ['2026-02-28T13:00:00.000Z', 0],
    ]);
  });

  it('a day of 23 hours is not a day, and a week of the change of clocks has more or less than seven', async () => {
    await tell(committed(1, '2026-03-28T08:00:00Z'), deployed('d1', '2026-03-29T21:30:00Z', 1));
    const week = {
      from: new Date('2026-03-22T23:00:00Z'),
      to: new Date('2026-03-29T22:00:00Z'),
      zone: 'Europe/Berlin',
    };
    const answer = await ask(deploymentFrequency, week, { bucket: 'DAY' });
    const buckets = await frequencyBuckets(answer);
    expect(await answer.days()).toBe(7);
    expect(buckets).toHaveLength(7);
    expect(buckets.at(-1)).toMatchObject({ n: 1, perDay: 1, from: new Date('2026-03-28T23:00:00Z') });
  });

  it('evidence is cut off at a silent limit', async () => {
    const commits = Array.from({ length: 7 }, (_, i) => committed(i + 1, `2026-01-05T08:0${i}:00Z`));
    await tell(...commits, deployed('d1', '2026-01-05T10:00:00Z', 7));
    const answer = await ask(leadTimes.COMMIT_TO_DEPLOY, JANUARY);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await answer.evidence('INCLUDED', { first: 3, after });
      seen.push(...page.rows.map(({ id }) => id));
      after = page.hasNextPage ? page.endCursor : null;
    } while (after);
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map(sha));
    await expect(answer.evidence('INCLUDED', { first: 501 })).rejects.toThrow('A page holds 1 to 500 rows');
  });

  it('a failure without an end is counted as recovered at once', async () => {
    await tell(
      committed(1, '2026-01-05T08:00:00Z'),
      deployed('d1', '2026-01-05T10:00:00Z', 1),
      incident('i1', '2026-01-05T11:00:00Z', { deployment: 'd1' }),
      resolved('i1', '2026-01-05T14:00:00Z'),
      committed(2, '2026-01-06T08:00:00Z'),
      deployed('d2', '2026-01-06T10:00:00Z', 2, { outcome: 'failure' }),
    );
    const answer = await ask(recoveryTime, JANUARY);
    const totals = await answer.totals();
    expect(durationsOf(totals).p50).toBe(3 * HOUR);
    expect(totals).toMatchObject({ n: 1, population: 2, excluded: [{ reason: 'NOT_RECOVERED', count: 1 }] });
  });
});
