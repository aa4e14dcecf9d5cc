import { distinctBy } from '../../support/distinct.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { changeOfCommits } from './membership.js';

const SHA_LENGTH = 40;

/** One unit of work says that it undoes or repairs another. */
interface Edge {
  readonly kind: 'REVERT' | 'FIX';
  /** The commit or change request that says so, and the unit that it belongs to. */
  readonly source: string;
  readonly sourceUnit: string;
  readonly target: string;
  readonly targetUnit: string;
  readonly event_id: string;
  readonly at: string;
}

export interface ReworkResult {
  /** Whether an edge came, went or changed its standing. */
  readonly changed: boolean;
}

/** What undoes and repairs what in one repository, and which of its changes are scrapped by it. */
export const updateRework = async (
  db: Db,
  repo: string,
  services: readonly string[],
): Promise<ReworkResult> => {
  const edges = [...(await commitEdges(db, repo)), ...(await changeEdges(db, repo))];
  const standing = standingOnly(edges);
  const changed = await syncRows(
    db,
    {
      target: {
        table: 'rework_edge',
        columns: ['repo', 'source', 'kind', 'target', 'event_id', 'at'],
        key: ['repo', 'source', 'kind', 'target'],
      },
      where: { repo },
    },
    standing.map(({ source, kind, target, event_id, at }) => ({ repo, source, kind, target, event_id, at })),
  );
  for (const service of services) await updateScrap(db, { service, repo }, standing);
  return { changed };
};

/** A revert that is itself reverted undoes nothing any more. */
const standingOnly = (edges: readonly Edge[]): Edge[] => {
  const reverts = edges.filter(({ kind }) => kind === 'REVERT');
  const revertsOf = groupBy(reverts, ({ targetUnit }) => targetUnit);
  const reverted = new Map<string, boolean>();
  const isReverted = (unit: string): boolean => {
    const known = reverted.get(unit);
    if (known !== undefined) return known;
    // Two units that claim to revert each other would never end; neither stands while it is being asked.
    reverted.set(unit, false);
    const answer = (revertsOf.get(unit) ?? []).some(({ sourceUnit }) => !isReverted(sourceUnit));
    reverted.set(unit, answer);
    return answer;
  };
  return edges.filter(({ sourceUnit }) => !isReverted(sourceUnit));
};

interface Claim {
  readonly sha: string;
  readonly reverts: string[];
  readonly fixes: string[];
  readonly event_id: string;
  readonly committed_at: Date;
}

const commitEdges = async (db: Db, repo: string): Promise<Edge[]> => {
  const { rows: claims } = await db.query<Claim>(
    `select c.sha, c.reverts, c.fixes, c.event_id, c.committed_at from commit c
     where c.repo = $1 and (c.reverts <> '{}' or c.fixes <> '{}')
       and (c.mainline or exists (select from change_commit m where m.repo = $1 and m.sha = c.sha))
     order by c.sha`,
    [repo],
  );
  const named = [...new Set(claims.flatMap(({ reverts, fixes }) => [...reverts, ...fixes]))];
  const targets = await resolveShas(db, repo, named);
  const units = await changeOfCommits(db, repo, [...claims.map(({ sha }) => sha), ...targets.values()]);
  const unitOf = (sha: string): string => units.get(sha) ?? sha;
  return claims.flatMap((claim) => {
    const to = (kind: Edge['kind'], names: readonly string[]): Edge[] =>
      [...new Set(names.flatMap((name) => targets.get(name) ?? []))]
        .map((target) => ({
          kind,
          source: claim.sha,
          sourceUnit: unitOf(claim.sha),
          target,
          targetUnit: unitOf(target),
          event_id: claim.event_id,
          at: claim.committed_at.toISOString(),
        }))
        .filter(({ sourceUnit, targetUnit }) => sourceUnit !== targetUnit);
    return [...to('REVERT', claim.reverts), ...to('FIX', claim.fixes)];
  });
};

/** Full shas of commits that we know; an abbreviation that fits several names none. */
const resolveShas = async (db: Db, repo: string, names: readonly string[]): Promise<Map<string, string>> => {
  const exact = await db.query<{ sha: string }>('select sha from commit where repo = $1 and sha = any($2)', [
    repo,
    names,
  ]);
  const resolved = new Map(exact.rows.map(({ sha }) => [sha, sha]));
  for (const name of names.filter((one) => one.length < SHA_LENGTH && !resolved.has(one))) {
    const { rows } = await db.query<{ sha: string }>(
      'select sha from commit where repo = $1 and sha >= $2 and sha < $3 order by sha limit 2',
      [repo, name, `${name}g`],
    );
    if (rows.length === 1) resolved.set(name, rows[0]!.sha);
  }
  return resolved;
};

/** A merged change request that says it reverts another one of the same repository. */
const changeEdges = async (db: Db, repo: string): Promise<Edge[]> => {
  const { rows } = await db.query<{ id: string; target: string; event_id: string; merged_at: Date }>(
    `select r.id, t.id as target, r.merge_event_id as event_id, r.merged_at from change r
     join change t on t.repo = $1 and r.reverts_change = t.repo || '#' || t.id
     where r.repo = $1 and r.reverts_change is not null and r.merged_at is not null and r.id <> t.id
     order by r.id`,
    [repo],
  );
  return rows.map(({ id, target, event_id, merged_at }) => ({
    kind: 'REVERT',
    source: id,
    sourceUnit: id,
    target,
    targetUnit: target,
    event_id,
    at: merged_at.toISOString(),
  }));
};

const updateScrap = async (
  db: Db,
  at: { service: string; repo: string },
  edges: readonly Edge[],
): Promise<void> => {
  const { service, repo } = at;
  const known = await db.query<{ id: string }>(
    'select id from service_change where service = $1 and repo = $2 and counted and id = any($3)',
    [service, repo, edges.map(({ targetUnit }) => targetUnit)],
  );
  const population = new Set(known.rows.map(({ id }) => id));
  const counted = edges.filter(({ targetUnit }) => population.has(targetUnit));
  const rowsOf = (rule: string, own: readonly Edge[]) => {
    const rows = own.map((edge) => ({
      service,
      repo,
      id: edge.targetUnit,
      rule,
      environment: '',
      evidence: edge.event_id,
      at: edge.at,
    }));
    return distinctBy(rows, ({ id, evidence }) => `${id} ${evidence}`);
  };
  // A revert by a change request of its own is at the same time the hotfix of what it reverts.
  const isPullRequest = ({ sourceUnit }: Edge): boolean => sourceUnit.length < SHA_LENGTH;
  const reverts = counted.filter(({ kind }) => kind === 'REVERT');
  const fixes = counted.filter((edge) => edge.kind === 'FIX' || isPullRequest(edge));
  await syncScrap(db, { service, repo, rule: 'REVERTED' }, rowsOf('REVERTED', reverts));
  await syncScrap(db, { service, repo, rule: 'HOTFIXED' }, rowsOf('HOTFIXED', fixes));
};

export const SCRAP = {
  table: 'scrap',
  columns: ['service', 'repo', 'id', 'rule', 'environment', 'evidence', 'at'],
  key: ['service', 'repo', 'id', 'rule', 'environment', 'evidence'],
};

export interface ScrapRow extends Record<string, unknown> {
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  readonly rule: string;
  readonly environment: string;
  readonly evidence: string;
  readonly at: string;
}

export const syncScrap = async (
  db: Db,
  where: Readonly<Record<string, string>>,
  rows: readonly ScrapRow[],
): Promise<boolean> =>
  syncRows(
    db,
    {
      target: SCRAP,
      where,
    },
    rows,
  );

/** Of these repositories, those where one of the commits or change requests undoes, repairs, is undone or repaired. */
export const concernedByRework = async (
  db: Db,
  touched: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Set<string>> => {
  const { rows } = await db.query<{ repo: string; source: string; names: string[] }>(
    `select repo, sha as source, reverts || fixes as names from commit
     where repo = any($1) and (reverts <> '{}' or fixes <> '{}')
     union all
     select repo, source, array[target] from rework_edge where repo = any($1)
     union all
     select repo, id, array[split_part(reverts_change, '#', 2)] from change
     where repo = any($1) and reverts_change is not null`,
    [[...touched.keys()]],
  );
  const concerned = new Set<string>();
  for (const [repo, edges] of groupBy(rows, (row) => row.repo)) {
    const names = edges.flatMap(({ source, names }) => [source, ...names]);
    if (mentionsAny(names, touched.get(repo) ?? new Set())) concerned.add(repo);
  }
  return concerned;
};

const SHORTEST = 7;

const mentionsAny = (names: readonly string[], touched: ReadonlySet<string>): boolean => {
  const prefixes = new Set([...touched].map((sha) => sha.slice(0, SHORTEST)));
  return names.some(
    (name) => touched.has(name) || (name.length >= SHORTEST && prefixes.has(name.slice(0, SHORTEST))),
  );
};
