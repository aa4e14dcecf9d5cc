import type { Db } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { isBefore, type Mark } from '../graph.js';
import type { Line, LineMarks } from './line-marks.js';

interface FailedDeployment {
  readonly sha: string;
  readonly mark: Mark;
}

export interface FailedWork {
  readonly line: Line;
  readonly marks: LineMarks;
  /** Deliveries changed from here on, so later failures may have tried other commits. */
  readonly since: Mark | undefined;
  /** Deployments that themselves changed. */
  readonly dirty: readonly string[];
  /** Commits whose parents became known or changed. */
  readonly arrived: readonly string[];
}

/**
 * The commits that a failed deployment was the first to try: contained in it, and not delivered before. Nothing is
 * said where no deployment succeeded before, since nobody knows what ran then.
 *
 * @returns whether what failures tried may have changed.
 */
export const updateFailedCommits = async (db: Db, work: FailedWork): Promise<boolean> => {
  const { line } = work;
  const failed = await concernedFailures(db, work);
  let changed = false;
  const gone = work.dirty.filter((id) => !failed.some(({ mark }) => mark.deployment === id));
  for (const deployment of gone) changed = (await syncFailed(db, { ...line, deployment }, [])) || changed;
  for (const failure of failed) {
    const tried = await triedFirst(db, work, failure);
    changed = (await syncFailed(db, { ...line, deployment: failure.mark.deployment }, tried)) || changed;
  }
  return changed || failed.length > 0;
};

const concernedFailures = async (
  db: Db,
  { line, since, dirty, arrived }: FailedWork,
): Promise<FailedDeployment[]> => {
  const { rows } = await db.query<{ id: string; at: Date; sha: string }>(
    `select d.id, d.at, d.sha from deployment d
     where d.service = $1 and d.environment = $2 and d.repo = $3 and d.sha is not null and d.at is not null
       and d.outcome in ('failure', 'error')
       and ((d.at, d.id) >= ($4::timestamptz, $5) or d.id = any($6) or d.id in (
         select f.deployment from failed_commit f
         where f.service = $1 and f.environment = $2 and f.repo = $3 and f.sha = any($7)))
     order by d.at, d.id`,
    [
      line.service,
      line.environment,
      line.repo,
      since?.at ?? 'infinity',
      since?.deployment ?? '',
      dirty,
      arrived,
    ],
  );
  return rows.map(({ id, at, sha }) => ({ sha, mark: { at: at.toISOString(), deployment: id } }));
};

const hadSuccessBefore = async (db: Db, line: Line, mark: Mark): Promise<boolean> => {
  const { rowCount } = await db.query(
    `select from deployment where effective and service = $1 and environment = $2 and repo = $3
     and (at, id) < ($4::timestamptz, $5) limit 1`,
    [line.service, line.environment, line.repo, mark.at, mark.deployment],
  );
  return rowCount === 1;
};

interface Tried {
  readonly sha: string;
  readonly known: boolean;
}

const triedFirst = async (
  db: Db,
  { line, marks }: FailedWork,
  { sha, mark }: FailedDeployment,
): Promise<Tried[]> => {
  if (!(await hadSuccessBefore(db, line, mark))) return [];
  const tried = new Map<string, Tried>();
  const stack = [sha];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (tried.has(next)) continue;
    if (marks.walk.parentsOf(next) === undefined) await marks.loadAround([next]);
    const delivered = marks.walk.marks.get(next);
    if (delivered && isBefore(delivered, mark)) continue;
    const parents = marks.walk.parentsOf(next);
    tried.set(next, { sha: next, known: Boolean(parents) });
    stack.push(...(parents ?? []));
  }
  return [...tried.values()];
};

const syncFailed = async (
  db: Db,
  where: Line & { readonly deployment: string },
  tried: readonly Tried[],
): Promise<boolean> => {
  const key = ['service', 'environment', 'repo', 'deployment', 'sha'];
  const target = { table: 'failed_commit', columns: [...key, 'known'], key };
  return syncRows(
    db,
    { target, where: { ...where } },
    tried.map((one) => ({ ...where, ...one })),
  );
};
