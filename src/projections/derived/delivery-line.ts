import { type Db, writeRows } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { carry, isBefore, type Mark, type Seed } from '../graph.js';
import { updateFailedCommits } from './failed-commits.js';
import { keyOf, type Line, LineMarks } from './line-marks.js';
import type { RepoGraph } from './repo-graph.js';

export interface LineWork {
  readonly line: Line;
  /** Deployments that are new to the line. */
  readonly added: readonly Seed[];
  /** Everything delivered at this mark or later is delivered again: a deployment was withdrawn, re-dated or moved. */
  readonly redoFrom: Mark | undefined;
  /** Deployments of the line that changed in any way. */
  readonly dirty: readonly string[];
  /** Commits that became known, or whose parents did. */
  readonly arrived: ReadonlySet<string>;
  /** Commits whose copied fields (dates, change) must be written again. */
  readonly refresh: ReadonlySet<string>;
}

export interface LineResult {
  readonly line: Line;
  /** What failed deployments were the first to try is different now. */
  readonly failuresChanged: boolean;
  /** Commits whose delivery was set, moved or withdrawn, or whose fields changed. */
  readonly touched: ReadonlySet<string>;
}

export interface LineContext {
  readonly db: Db;
  readonly graph: RepoGraph;
  /** The merged change that a commit belongs to. */
  readonly changeOf: (shas: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Brings the delivered commits of one line up to date with its deployments and its graph. */
export const deliverLine = async (context: LineContext, work: LineWork): Promise<LineResult> => {
  const { db } = context;
  const redone = work.redoFrom ? await withdraw(db, work.line, work.redoFrom) : { withdrawn: [], seeds: [] };
  const marks = new LineMarks(context, work.line);
  await marks.load([...work.arrived, ...work.refresh]);
  const continued = await continueThroughArrived(context, marks, work);
  await carryAll(marks, [...work.added, ...redone.seeds, ...continued]);
  const first = await updateFirst(db, work.line);
  const touched = new Set([...marks.walk.changed, ...redone.withdrawn, ...first.flipped]);
  for (const sha of [...work.arrived, ...work.refresh]) if (marks.walk.marks.has(sha)) touched.add(sha);
  await marks.load([...touched]);
  await writeDelivered({ context, line: work.line, marks, first }, [...touched]);
  const failuresChanged = await updateFailedCommits(db, {
    line: work.line,
    marks,
    since: earliestChange(work.redoFrom, marks),
    dirty: work.dirty,
    arrived: [...work.arrived],
  });
  return { line: work.line, touched, failuresChanged };
};

const withdraw = async (db: Db, line: Line, from: Mark): Promise<{ withdrawn: string[]; seeds: Seed[] }> => {
  const gone = await db.query<{ sha: string }>(
    `delete from delivered_commit
     where service = $1 and environment = $2 and repo = $3 and (delivered_at, deployment) >= ($4::timestamptz, $5)
     returning sha`,
    [...keyOf(line), from.at, from.deployment],
  );
  const again = await db.query<{ id: string; at: Date; sha: string }>(
    `select id, at, sha from deployment
     where effective and service = $1 and environment = $2 and repo = $3 and (at, id) >= ($4::timestamptz, $5)
     order by at, id`,
    [...keyOf(line), from.at, from.deployment],
  );
  return {
    withdrawn: gone.rows.map(({ sha }) => sha),
    seeds: again.rows.map(({ id, at, sha }) => ({ sha, mark: { at: at.toISOString(), deployment: id } })),
  };
};

/** A commit that was delivered before anybody told us its parents passes its delivery on as soon as they are known. */
const continueThroughArrived = async (
  context: LineContext,
  marks: LineMarks,
  work: LineWork,
): Promise<Seed[]> => {
  await context.graph.loadOnly([...work.arrived]);
  return [...work.arrived].flatMap((sha) => {
    const mark = marks.walk.marks.get(sha);
    return mark ? (context.graph.find(sha)?.parents ?? []).map((parent) => ({ sha: parent, mark })) : [];
  });
};

const carryAll = async (marks: LineMarks, seeds: readonly Seed[]): Promise<void> => {
  let waiting = carry(marks.walk, seeds);
  while (waiting.length > 0) {
    await marks.loadAround(waiting.map(({ sha }) => sha));
    waiting = carry(marks.walk, waiting);
  }
};

interface First {
  readonly deployment: string | null;
  readonly complete: boolean;
  /** Commits that began or ceased to be before the first deployment. */
  readonly flipped: readonly string[];
}

const FIRST_OF_LINE = `select id, complete from deployment
  where effective and service = $1 and environment = $2 and repo = $3 order by at, id limit 1`;

/** The first deployment of an incomplete source delivers what nobody can know; who is first can change. */
const updateFirst = async (db: Db, line: Line): Promise<First> => {
  const found = await db.query<{ id: string; complete: boolean }>(FIRST_OF_LINE, keyOf(line));
  const first = { deployment: found.rows[0]?.id ?? null, complete: found.rows[0]?.complete ?? false };
  const stored = await db.query<{ first_deployment: string | null; complete: boolean }>(
    'select first_deployment, complete from line where service = $1 and environment = $2 and repo = $3',
    keyOf(line),
  );
  const was = stored.rows[0];
  const same =
    (was?.first_deployment ?? null) === first.deployment && (was?.complete ?? false) === first.complete;
  if (same) return { ...first, flipped: [] };
  const target = {
    table: 'line',
    columns: ['service', 'environment', 'repo', 'first_deployment', 'complete'],
    key: ['service', 'environment', 'repo'],
  };
  const row = { ...line, first_deployment: first.deployment, complete: first.complete };
  await syncRows(db, { target, where: { ...line } }, first.deployment === null ? [] : [row]);
  const flipped = await db.query<{ sha: string }>(
    `select sha from delivered_commit where service = $1 and environment = $2 and repo = $3
     and before_first is distinct from (deployment = $4 and not $5::boolean)`,
    [...keyOf(line), first.deployment, first.complete],
  );
  return { ...first, flipped: flipped.rows.map(({ sha }) => sha) };
};

const TARGET = {
  table: 'delivered_commit',
  columns: [
    'service',
    'environment',
    'repo',
    'sha',
    'delivered_at',
    'deployment',
    'known',
    'counted',
    'before_first',
    'change',
    'committed_at',
    'authored_at',
    'committed_us',
    'authored_us',
  ],
  key: ['service', 'environment', 'repo', 'sha'],
  conflict: 'replace',
} as const;

interface Writing {
  readonly context: LineContext;
  readonly line: Line;
  readonly marks: LineMarks;
  readonly first: First;
}

const writeDelivered = async (
  { context, line, marks, first }: Writing,
  shas: readonly string[],
): Promise<void> => {
  const changeOf = await context.changeOf(shas);
  const rows = shas.flatMap((sha) => {
    const mark = marks.walk.marks.get(sha);
    if (!mark) return [];
    const commit = context.graph.find(sha) ?? undefined;
    return [
      {
        ...line,
        sha,
        delivered_at: mark.at,
        deployment: mark.deployment,
        known: commit !== undefined,
        counted: commit !== undefined && !commit.merge,
        before_first: mark.deployment === first.deployment && !first.complete,
        change: changeOf.get(sha) ?? null,
        committed_at: commit?.committedAt ?? null,
        authored_at: commit?.authoredAt ?? null,
        committed_us: microseconds(commit?.committedAt, mark.at),
        authored_us: microseconds(commit?.authoredAt, mark.at),
      },
    ];
  });
  await writeRows(context.db, TARGET, rows);
};

/** From one instant to another in microseconds; negative when the clocks disagree. */
export const microseconds = (from: string | null | undefined, to: string): number | null =>
  from ? (Date.parse(to) - Date.parse(from)) * 1_000 : null;

const earliestChange = (redoFrom: Mark | undefined, marks: LineMarks): Mark | undefined => {
  let since = redoFrom;
  for (const sha of marks.walk.changed) since = earlier(since, marks.walk.marks.get(sha)!);
  return since;
};

/** The smaller of two marks, either of which may be missing. */
export const earlier = (left: Mark | undefined, right: Mark): Mark =>
  left && isBefore(left, right) ? left : right;
