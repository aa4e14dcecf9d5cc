import type { Db } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import type { RepoGraph } from './repo-graph.js';

interface MergedChange {
  readonly id: string;
  readonly merged_at: Date | null;
  readonly merge_sha: string | null;
  readonly head_sha: string | null;
  readonly base_sha: string | null;
  readonly commit_count: number | null;
  readonly listed_commits: string[];
}

export interface Membership {
  /** Change requests whose commits may have changed. */
  readonly changes: ReadonlySet<string>;
  /** Commits that may have joined or left a change. */
  readonly shas: ReadonlySet<string>;
}

/**
 * Which commits a merged change consists of: those that the source lists, or, where it only counts them, the
 * first-parent line from its head that many commits back; and the commit that the merge left on the main line.
 *
 * @param dirty change requests that changed themselves. @param arrived commits that changed.
 */
export const updateMembership = async (
  db: Db,
  graph: RepoGraph,
  { dirty, arrived }: { dirty: readonly string[]; arrived: readonly string[] },
): Promise<Membership> => {
  const concerned = await db.query<{ change: string }>(
    'select distinct change from change_commit where repo = $1 and sha = any($2)',
    [graph.repo, arrived],
  );
  const changes = new Set([...dirty, ...concerned.rows.map(({ change }) => change)]);
  const shas = new Set<string>();
  if (changes.size === 0) return { changes, shas };
  const found = await db.query<MergedChange>(
    `select id, merged_at, merge_sha, head_sha, base_sha, commit_count, listed_commits
     from change where repo = $1 and id = any($2) order by id`,
    [graph.repo, [...changes]],
  );
  const byId = new Map(found.rows.map((row) => [row.id, row]));
  for (const id of changes) await updateOne({ db, graph, shas }, id, byId.get(id));
  return { changes, shas };
};

interface Updating {
  readonly db: Db;
  readonly graph: RepoGraph;
  readonly shas: Set<string>;
}

const updateOne = async (
  { db, graph, shas }: Updating,
  id: string,
  change: MergedChange | undefined,
): Promise<void> => {
  const members = change?.merged_at ? await membersOf(graph, change) : [];
  await graph.loadOnly(members);
  const before = await db.query<{ sha: string }>(
    'select sha from change_commit where repo = $1 and change = $2',
    [graph.repo, id],
  );
  const target = {
    table: 'change_commit',
    columns: ['repo', 'change', 'sha', 'known'],
    key: ['repo', 'change', 'sha'],
  };
  const rows = members.map((sha) => ({ repo: graph.repo, change: id, sha, known: Boolean(graph.find(sha)) }));
  const differs = await syncRows(db, { target, where: { repo: graph.repo, change: id } }, rows);
  if (!differs) return;
  for (const { sha } of before.rows) shas.add(sha);
  for (const sha of members) shas.add(sha);
};

const membersOf = async (graph: RepoGraph, change: MergedChange): Promise<string[]> => {
  const members = new Set(change.listed_commits);
  if (change.merge_sha) members.add(change.merge_sha);
  if (change.listed_commits.length === 0 && change.head_sha) {
    for (const sha of await firstParents(graph, change.head_sha, change)) members.add(sha);
  }
  return [...members];
};

const firstParents = async (graph: RepoGraph, head: string, change: MergedChange): Promise<string[]> => {
  const line: string[] = [];
  const length = Math.min(change.commit_count ?? 1, 10_000);
  for (let sha: string | undefined = head; sha && line.length < length && sha !== change.base_sha; ) {
    if (graph.find(sha) === undefined) await graph.load([sha]);
    line.push(sha);
    sha = graph.find(sha)?.parents[0];
  }
  return line;
};

/** The merged change that each of these commits belongs to; the smallest id where there are several. */
export const changeOfCommits = async (
  db: Db,
  repo: string,
  shas: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await db.query<{ sha: string; change: string }>(
    'select sha, min(change) as change from change_commit where repo = $1 and sha = any($2) group by sha',
    [repo, shas],
  );
  return new Map(rows.map(({ sha, change }) => [sha, change]));
};
