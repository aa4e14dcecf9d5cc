import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { Projector } from '../../src/projections/projector.js';
import { groupBy } from '../../src/support/group-by.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { record } from '../support/read-models.js';

const FOLDER = '../shared/data/devlake-dora/change_lead_time';
const present = existsSync(FOLDER);
if (!present) console.warn(`skipped: ${FOLDER} is not here`);

type Cells = Record<string, string>;

const table = (name: string): Cells[] => {
  const [head = '', ...lines] = readFileSync(join(FOLDER, `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [columns[i]!, cell])));
};

/** Their shas are words like `commit5`; ours are hexadecimal. */
const shaOf = (name: string): string => createHash('sha1').update(name).digest('hex');

/** `2023-4-10 4:51:47` and `2023-04-10T06:52:47.000+00:00` alike. */
const instant = (text: string): string => {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)[ T](\d+:\d+:\d+)/.exec(text)!;
  const pad = (part: string): string => part.padStart(2, '0');
  return `${year}-${pad(month!)}-${pad(day!)}T${time!.split(':').map(pad).join(':')}.000Z`;
};

/** A pull request belongs to the repository whose deployment contains its merge commit. */
const repoOfCommit = (): Map<string, string> => {
  const repos = new Map(
    table('cicd_deployment_commits').map((row) => [row['commit_sha']!, row['repo_url']!]),
  );
  for (const { commit_sha, new_commit_sha } of table('commits_diffs')) {
    repos.set(commit_sha!, repos.get(new_commit_sha!)!);
  }
  return repos;
};

/** Their table of differences says which commits lie between two deployed ones; a line of parents says the same. */
const commitEvents = (repos: ReadonlyMap<string, string>): DeliveryEvent[] => {
  const parents = new Map<string, string[]>();
  for (const [tip, diffs] of groupBy(table('commits_diffs'), (row) => row['new_commit_sha']!)) {
    const chain = [diffs[0]!['old_commit_sha']!, ...diffs.map((row) => row['commit_sha']!), tip];
    for (let i = 1; i < chain.length; i += 1) parents.set(chain[i]!, chain[i - 1] ? [chain[i - 1]!] : []);
  }
  return [...repos].map(([name, repo]) =>
    commitOf(repo, name, '2020-01-01T00:00:00.000Z', parents.get(name) ?? []),
  );
};

const commitOf = (
  repo: string,
  name: string,
  authoredAt: string,
  parents: readonly string[],
): DeliveryEvent => ({
  type: 'commit.recorded',
  id: eventId('commit.recorded', repo, name),
  at: '2099-01-01T00:00:00.000Z',
  source: 'devlake',
  repo,
  sha: shaOf(name),
  parents: parents.map(shaOf),
  authoredAt,
  committedAt: '2099-01-01T00:00:00.000Z',
  title: name,
});

const pullRequestEvents = (repos: ReadonlyMap<string, string>): DeliveryEvent[] => {
  const commits = groupBy(table('pull_request_commits'), (row) => row['pull_request_id']!);
  return table('pull_requests').flatMap((pr) => {
    const base = {
      source: 'devlake',
      repo: repos.get(pr['merge_commit_sha']!) ?? 'REPO111',
      change: pr['id']!,
    };
    const author = { id: pr['author_id'] || 'nobody', kind: 'human', confidence: 'asserted' } as const;
    const own = commits.get(pr['id']!) ?? [];
    const events: DeliveryEvent[] = [
      {
        ...base,
        type: 'change.opened',
        id: eventId('change.opened', pr['id']!),
        at: instant(pr['created_date']!),
        actor: author,
      },
      ...own.map((row) => commitOf(base.repo, row['commit_sha']!, instant(row['commit_authored_date']!), [])),
    ];
    if (pr['merged_date']) {
      events.push({
        ...base,
        type: 'change.merged',
        id: eventId('change.merged', pr['id']!),
        at: instant(pr['merged_date']),
        mergeSha: shaOf(pr['merge_commit_sha']!),
        commits: own.map((row) => shaOf(row['commit_sha']!)),
        // The merge commit itself was not authored by anybody at a time that the tables tell.
        firstCommitAt: own.map((row) => instant(row['commit_authored_date']!)).sort()[0],
      });
    }
    return events;
  });
};

const reviewEvents = (repos: ReadonlyMap<string, string>): DeliveryEvent[] => {
  const pullRequests = new Map(table('pull_requests').map((pr) => [pr['id']!, pr]));
  return table('pull_request_comments').map((comment) => ({
    type: 'change.reviewed',
    id: comment['id']!,
    at: instant(comment['created_date']!),
    source: 'devlake',
    repo: repos.get(pullRequests.get(comment['pull_request_id']!)!['merge_commit_sha']!) ?? 'REPO111',
    change: comment['pull_request_id']!,
    decision: 'commented',
    actor: { id: comment['account_id']!, kind: 'human', confidence: 'asserted' },
  }));
};

/** One service per pipeline scope: their chain of previous deployments runs per scope, repository and environment. */
const deploymentEvents = (): DeliveryEvent[] =>
  table('cicd_deployment_commits').map((row) => ({
    type: 'deployment.finished',
    id: eventId('deployment.finished', row['id']!),
    at: instant(row['finished_date']!),
    source: 'devlake',
    service: row['cicd_scope_id']!,
    environment: row['environment']!.toLowerCase() || 'none',
    deployment: row['id']!,
    repo: row['repo_url']!,
    sha: shaOf(row['commit_sha']!),
    outcome: row['result'] === 'SUCCESS' ? 'success' : 'failure',
    kind: 'deploy',
  }));

interface Measured {
  readonly first_commit: string | null;
  readonly first_commit_at: Date | null;
  readonly opened_at: Date;
  readonly review: string | null;
  readonly first_review_at: Date | null;
  readonly merged_at: Date;
  readonly deployment: string | null;
  readonly delivered_at: Date | null;
}

const measure = async (pool: Pool, change: string, scopes: readonly string[]): Promise<Measured> => {
  const { rows } = await pool.query<Measured>(
    `select f.title as first_commit, c.first_commit_at, c.opened_at, r.event_id as review, c.first_review_at, c.merged_at,
       d.deployment, d.delivered_at
     from throughline_read.change c
     left join lateral (
       select k.title from throughline_read.change_commit m
       join throughline_read.commit k on k.repo = m.repo and k.sha = m.sha
       where m.repo = c.repo and m.change = c.id and k.authored_at = c.first_commit_at
     ) f on true
     left join lateral (
       select e.event_id from throughline.event_key e
       where e.key = 'change:' || c.repo || '#' || c.id and e.at = c.first_review_at order by e.event_id limit 1
     ) r on true
     left join throughline_read.delivered_change d
       on d.repo = c.repo and d.id = c.id and d.environment = 'production' and d.service = any($2) and not d.before_first
     where c.id = $1`,
    [change, scopes],
  );
  return rows[0]!;
};

/** Whole minutes, rounded up; a span that runs backwards is nobody's time. */
const minutes = (from: Date | null, to: Date | null): string => {
  if (!from || !to || to < from) return '';
  return String(Math.ceil((to.getTime() - from.getTime()) / 60_000));
};

const cellsOf = (m: Measured): Cells => {
  const coding = minutes(m.first_commit_at, m.opened_at);
  const deploy = minutes(m.merged_at, m.delivered_at);
  return {
    first_commit_sha: m.first_commit ?? '',
    pr_coding_time: coding,
    first_review_id: m.review ?? '',
    pr_pickup_time: minutes(m.opened_at, m.first_review_at),
    pr_review_time: minutes(m.first_review_at, m.merged_at),
    deployment_commit_id: m.deployment ?? '',
    pr_deploy_time: deploy,
    pr_cycle_time: minutes(coding ? m.first_commit_at : m.opened_at, deploy ? m.delivered_at : m.merged_at),
  };
};

(present ? describe : describe.skip)("Apache DevLake's own test of its change lead time", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const repos = repoOfCommit();
    const events = [
      ...commitEvents(repos),
      ...pullRequestEvents(repos),
      ...reviewEvents(repos),
      ...deploymentEvents(),
    ];
    await record(database.pool, events);
    await new Projector(database.pool).projectPending();
  });
  afterAll(() => database.drop());

  it('gives all 48 cells from our events; its minutes round up, its negative spans are null', async () => {
    const scopes = table('project_mapping')
      .filter((row) => row['project_name'] === 'project1' && row['table'] === 'cicd_scopes')
      .map((row) => row['row_id']!);
    const expected = table('project_pr_metrics');
    const names = Object.keys(cellsOf(await measure(database.pool, 'pr1', scopes)));
    let cells = 0;
    for (const row of expected) {
      const wanted = Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
      expect({ id: row['id'], ...cellsOf(await measure(database.pool, row['id']!, scopes)) }).toEqual({
        id: row['id'],
        ...wanted,
      });
      cells += names.length;
    }
    expect(cells).toBe(48);
  });
});
