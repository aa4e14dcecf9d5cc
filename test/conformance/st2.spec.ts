import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app.js';
import { importGit } from '../support/git-repository.js';

/**
 * A clone of StackStorm/st2 (bare or not) whose HEAD is the one named in answers.json:
 * `THROUGHLINE_ST2=/path/to/st2 npm test -- test/conformance/st2`.
 */
const CLONE = process.env['THROUGHLINE_ST2'] ?? '';
const FOLDER = '../shared/data/git-st2';
const present = CLONE !== '' && existsSync(CLONE) && existsSync(FOLDER);
if (!present)
  console.warn(`skipped: THROUGHLINE_ST2 names no clone of StackStorm/st2, or ${FOLDER} is not here`);

interface Hours {
  readonly n: number;
  readonly mean_h: number;
  readonly p50_h: number;
  readonly p75_h: number;
  readonly p90_h: number;
  readonly p95_h: number;
}

interface Answers {
  readonly tag_regex: string;
  readonly release_tags: number;
  readonly non_merge_commits: number;
  readonly released: number;
  readonly lead_time_by_author_date: Hours;
  readonly lead_time_by_committer_date: Hours;
  readonly lead_time_by_release_year_committer_date: Readonly<Record<string, Hours>>;
}

interface Figures {
  readonly n: number;
  readonly mean: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
}

/** Told to the fourth decimal of an hour, a half of it rounded to either side. */
const HALF_A_DIGIT = 0.5001e-4;

const expectHours = (figures: Figures, told: Hours): void => {
  expect(figures.n).toBe(told.n);
  for (const name of ['mean', 'p50', 'p75', 'p90', 'p95'] as const) {
    expect(Math.abs(figures[name] / 3_600 - told[`${name}_h`])).toBeLessThanOrEqual(HALF_A_DIGIT);
  }
};

(present ? describe : describe.skip)('the history of StackStorm/st2', () => {
  let app: TestApp;
  let answers: Answers;
  beforeAll(async () => {
    answers = JSON.parse(readFileSync(`${FOLDER}/answers.json`, 'utf8')) as Answers;
    app = await startApp();
    await importGit(app, CLONE, { tags: answers.tag_regex });
  }, 300_000);
  afterAll(() => app.close());

  const leadTime = async (from: number, to: number, clock: string): Promise<Figures> => {
    const { data } = await app.graphql<{ leadTime: Figures }>(
      `{ leadTime(filter: { from: "${from}-01-01T00:00:00Z", to: "${to}-01-01T00:00:00Z" }, clock: ${clock}) {
        n mean p50 p75 p90 p95 } }`,
    );
    return data.leadTime;
  };

  it('has as many commits, and as many of them delivered', async () => {
    const { rows } = await app.pool.query<{ commits: number; delivered: number }>(
      `select (select count(*)::int from throughline_read.service_change where counted) as commits,
         (select count(*)::int from throughline_read.delivered_commit where counted) as delivered`,
    );
    expect(rows[0]).toEqual({ commits: answers.non_merge_commits, delivered: answers.released });
  });

  it('took as long, by the committed and by the authored date', async () => {
    expectHours(await leadTime(2000, 2030, 'COMMITTED'), answers.lead_time_by_committer_date);
    expectHours(await leadTime(2000, 2030, 'AUTHORED'), answers.lead_time_by_author_date);
  });

  it('took as long in each year of release', async () => {
    const years = Object.entries(answers.lead_time_by_release_year_committer_date);
    expect(years.length).toBeGreaterThan(5);
    for (const [year, told] of years) {
      expectHours(await leadTime(Number(year), Number(year) + 1, 'COMMITTED'), told);
    }
  });

  it('was reverted as often', async () => {
    const { rows } = await app.pool.query<{ reverts: number }>(
      'select count(*)::int as reverts from throughline_read.commit where is_revert and not merge',
    );
    expect(rows[0]!.reverts).toBe(116);
    const { data } = await app.graphql<{ scrapRate: { rate: number; numerator: number; n: number } }>(
      '{ scrapRate(filter: { from: "2000-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }, rules: [REVERTED]) { rate numerator n } }',
    );
    expect(data.scrapRate).toMatchObject({ numerator: 85, n: answers.non_merge_commits });
    expect((data.scrapRate.rate * 100).toFixed(4)).toBe('0.4617');
  });

  it('delivered every commit by the same first tag', async () => {
    const lines = gunzipSync(readFileSync(`${FOLDER}/commits.csv.gz`))
      .toString('utf8')
      .trim()
      .split('\n');
    const told = new Map(lines.slice(1).map((line) => [line.split(',')[0], line.split(',')[3]] as const));
    const { rows } = await app.pool.query<{ sha: string; tag: string | null }>(
      `select c.id as sha, v.version as tag from throughline_read.service_change c
       left join throughline_read.delivered_commit d on d.service = c.service and d.repo = c.repo and d.sha = c.id
       left join throughline_read.deployment v
         on v.service = d.service and v.environment = d.environment and v.id = d.deployment
       where c.counted`,
    );
    expect(rows).toHaveLength(told.size);
    expect(rows.filter(({ sha, tag }) => (tag ?? '') !== told.get(sha))).toEqual([]);
  });
});
