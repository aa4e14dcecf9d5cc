import type { Db } from '../../support/rows.js';
import type { DeploymentRow } from '../folds/deployment.js';
import type { Mark, Seed } from '../graph.js';
import { changesDeliveredBy, updateChangeHandoffs } from '../handoffs/change-handoffs.js';
import { updateChangePaths } from '../paths/change-paths.js';
import type { Changed } from '../projection.js';
import type { Refolded } from '../refold.js';
import { readToldChanges } from '../told-changes.js';
import { updateArtifacts } from './artifacts.js';
import { scrapCausedIncidents } from './caused-incidents.js';
import { changesDeliveredWith, updateDeliveredChanges } from './delivered-changes.js';
import { deliverLine, earlier, type LineResult } from './delivery-line.js';
import { itemsOf, linkItems, updateDeliveredItems } from './items.js';
import type { Line } from './line-marks.js';
import { changeOfCommits, updateMembership } from './membership.js';
import { type Place, scrapFailedDeployments, scrapReturned, updateOutcomes } from './outcomes.js';
import { scrapReopened } from './reopened.js';
import { RepoGraph } from './repo-graph.js';
import { concernedByRework, updateRework } from './rework-edges.js';
import { moveServiceChanges, updateServiceChanges } from './service-changes.js';
import { servicesOf, updateServices } from './services.js';

/** What one batch touched in one repository. */
interface RepoWork {
  readonly repo: string;
  readonly graph: RepoGraph;
  /** Commits that came, went, or got other parents. */
  readonly arrived: Set<string>;
  /** Commits of which something that others copy changed. */
  readonly shas: Set<string>;
  readonly changes: Set<string>;
  readonly deployments: Changed<DeploymentRow>[];
  services: readonly string[];
  moved: boolean;
}

/**
 * The read models that depend on more than one key: a visible list of steps, each a function of what the steps before
 * it wrote. Together they make what a fold over everything would make, but touch only what the batch concerns.
 */
export const derive = async (db: Db, batch: Refolded, recordedUpTo?: Date): Promise<void> => {
  const repos = gather(db, batch);
  await resolveServices(db, batch, repos);
  const items = new Set(
    batch.items.flatMap(({ before, after }) => [before, after].flatMap((row) => row?.item ?? [])),
  );
  const places = new Map<string, Place>();
  const handed = new Map<string, Set<string>>();
  for (const { repo, id } of batch.heardChanges) noteHanded(handed, repo, [id]);
  for (const work of repos.values()) {
    await joinChanges(db, work);
    for (const item of await linkItems(db, {
      repo: work.repo,
      shas: [...work.shas],
      changes: [...work.changes],
    }))
      items.add(item);
    await deliverRepo(db, work, { items, places, handed });
  }
  for (const [repo, ids] of handed) await tellOfChanges(db, repo, [...ids], recordedUpTo);
  await updateReworkOf(db, repos, places);
  for (const place of placesOf(batch)) notePlace(places, place);
  for (const place of places.values()) await updateOutcomes(db, place);
  await updateArtifacts(db, batch.artifacts, recordedUpTo);
  for (const { before, after } of batch.reopenings) items.add((after ?? before)!.item);
  const touchedItems = [...items].sort();
  await updateDeliveredItems(db, touchedItems);
  await scrapReopened(db, touchedItems, batch.reopenings);
  await scrapCausedIncidents(db, {
    incidents: batch.incidents,
    places: [...places.values()],
    repos: [...repos.keys()],
    items: touchedItems,
  });
};

/** What follows from the events of change requests together with their deliveries. */
const tellOfChanges = async (
  db: Db,
  repo: string,
  ids: readonly string[],
  recordedUpTo: Date | undefined,
): Promise<void> => {
  const changes = await readToldChanges(db, repo, ids, recordedUpTo);
  await updateChangeHandoffs(db, changes);
  await updateChangePaths(db, changes);
};

const placeKey = ({ service, environment }: Place): string => JSON.stringify([service, environment]);

const notePlace = (places: Map<string, Place>, { service, environment }: Place): void => {
  places.set(placeKey({ service, environment }), { service, environment });
};

const noteHanded = (handed: Map<string, Set<string>>, repo: string, ids: readonly string[]): void => {
  const known = handed.get(repo) ?? new Set();
  for (const id of ids) known.add(id);
  handed.set(repo, known);
};

const gather = (db: Db, batch: Refolded): Map<string, RepoWork> => {
  const repos = new Map<string, RepoWork>();
  const workOn = (repo: string): RepoWork => {
    const known = repos.get(repo);
    if (known) return known;
    const work: RepoWork = {
      repo,
      graph: new RepoGraph(db, repo),
      arrived: new Set(),
      shas: new Set(),
      changes: new Set(),
      deployments: [],
      services: [],
      moved: false,
    };
    repos.set(repo, work);
    return work;
  };
  for (const { before, after } of batch.commits) {
    const row = (after ?? before)!;
    const work = workOn(row.repo);
    work.shas.add(row.sha);
    if (!before || !after || before.parents.join() !== after.parents.join()) work.arrived.add(row.sha);
  }
  for (const { before, after } of batch.changes)
    workOn((after ?? before)!.repo).changes.add((after ?? before)!.id);
  for (const changed of batch.deployments) {
    const touched = new Set([changed.before?.repo, changed.after?.repo]);
    for (const repo of touched) if (repo) workOn(repo).deployments.push(changed);
  }
  return new Map([...repos].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const resolveServices = async (db: Db, batch: Refolded, repos: Map<string, RepoWork>): Promise<void> => {
  const names = [...repos.keys()];
  const before = await servicesOf(db, names);
  if (batch.deployments.length > 0) await updateServices(db, batch.deployments);
  const after = await servicesOf(db, names);
  for (const work of repos.values()) {
    const from = before.get(work.repo)!;
    work.services = after.get(work.repo)!;
    work.moved = from.join('\u0001') !== work.services.join('\u0001');
    if (!work.moved) continue;
    await moveServiceChanges(db, work.repo, { from, to: work.services });
    await forgetScrap(db, work.repo, from, work.services);
    await scrapReturned(db, {
      repo: work.repo,
      services: work.services,
      changes: await allChanges(db, work.repo),
    });
  }
};

const forgetScrap = async (
  db: Db,
  repo: string,
  from: readonly string[],
  to: readonly string[],
): Promise<void> => {
  const left = from.filter((service) => !to.includes(service));
  await db.query('delete from scrap where service = any($1) and repo = $2', [left, repo]);
};

const allChanges = async (db: Db, repo: string): Promise<string[]> => {
  const { rows } = await db.query<{ id: string }>('select id from change where repo = $1 order by id', [
    repo,
  ]);
  return rows.map(({ id }) => id);
};

const joinChanges = async (db: Db, work: RepoWork): Promise<void> => {
  const { repo, graph, services } = work;
  const dirty = [...work.changes];
  const joined = await updateMembership(db, graph, { dirty, arrived: [...work.shas] });
  for (const sha of joined.shas) work.shas.add(sha);
  for (const change of joined.changes) work.changes.add(change);
  await updateServiceChanges(db, { repo, services, shas: [...work.shas], changes: [...work.changes] });
  await scrapReturned(db, { repo, services, changes: [...work.changes] });
};

interface Touched {
  readonly items: Set<string>;
  readonly places: Map<string, Place>;
  /** Change requests, by repository, of which somebody may have been handed something. */
  readonly handed: Map<string, Set<string>>;
}

const deliverRepo = async (db: Db, work: RepoWork, touched: Touched): Promise<void> => {
  for (const line of await linesOf(db, work)) {
    const result = await deliverLine(
      { db, graph: work.graph, changeOf: (shas) => changeOfCommits(db, work.repo, shas) },
      {
        line,
        ...(await deploymentWork(db, work, line)),
        arrived: work.arrived,
        refresh: work.shas,
      },
    );
    const delivered = await changesDeliveredWith(db, work.repo, [...result.touched]);
    await updateDeliveredChanges(db, line, [...new Set([...delivered, ...work.changes])]);
    if (result.failuresChanged || work.changes.size > 0) await scrapFailedDeployments(db, line);
    noteHanded(touched.handed, work.repo, [...delivered, ...work.changes]);
    await noteTouched(db, { line, result, delivered }, touched);
  }
  const deployments = work.deployments.map(({ before, after }) => (after ?? before)!.id);
  noteHanded(touched.handed, work.repo, await changesDeliveredBy(db, work.repo, deployments));
};

const noteTouched = async (
  db: Db,
  done: { line: Line; result: LineResult; delivered: readonly string[] },
  touched: Touched,
): Promise<void> => {
  const { line, result, delivered } = done;
  if (result.touched.size === 0) return;
  notePlace(touched.places, line);
  for (const item of await itemsOf(db, line.repo, [...result.touched, ...delivered])) touched.items.add(item);
};

/** Lines that already exist, and those that the batch's deployments begin. */
const linesOf = async (db: Db, { repo, deployments }: RepoWork): Promise<Line[]> => {
  const { rows } = await db.query<Line>('select service, environment, repo from line where repo = $1', [
    repo,
  ]);
  const lines = new Map(rows.map((line) => [placeKey(line), line]));
  for (const { before, after } of deployments) {
    for (const row of [before, after]) {
      if (row?.repo === repo)
        lines.set(placeKey(row), { service: row.service, environment: row.environment, repo });
    }
  }
  return [...lines.values()].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
};

const isOn = (line: Line, row: DeploymentRow | undefined): row is DeploymentRow =>
  row !== undefined &&
  row.service === line.service &&
  row.environment === line.environment &&
  row.repo === line.repo;

const markOf = (row: DeploymentRow): Mark => ({ at: row.at!, deployment: row.id });

interface DeploymentWork {
  readonly added: Seed[];
  readonly redoFrom: Mark | undefined;
  readonly dirty: string[];
}

/** What the changed deployments ask of a line: new ones are carried on, moved ones make it start over from there. */
const deploymentWork = async (db: Db, work: RepoWork, line: Line): Promise<DeploymentWork> => {
  const added: Seed[] = [];
  const dirty: string[] = [];
  let redoFrom = await reparented(db, work, line);
  for (const { before, after } of work.deployments) {
    const was = isOn(line, before) && before.effective ? before : undefined;
    const is = isOn(line, after) && after.effective ? after : undefined;
    if (isOn(line, before) || isOn(line, after)) dirty.push((after ?? before)!.id);
    const moved = was && (!is || was.at !== is.at || was.sha !== is.sha);
    if (moved) redoFrom = earlier(redoFrom, markOf(was));
    if (is && (!was || moved)) added.push({ sha: is.sha!, mark: markOf(is) });
  }
  return { added, redoFrom, dirty };
};

/** A commit that had other parents before carried its deployment to the wrong ancestors: start over from there. */
const reparented = async (db: Db, { repo, arrived }: RepoWork, line: Line): Promise<Mark | undefined> => {
  const { rows } = await db.query<{ at: Date; deployment: string }>(
    `select delivered_at as at, deployment from delivered_commit
     where service = $1 and environment = $2 and repo = $3 and known and sha = any($4)
     order by delivered_at, deployment limit 1`,
    [line.service, line.environment, repo, [...arrived]],
  );
  return rows[0] && { at: rows[0].at.toISOString(), deployment: rows[0].deployment };
};

const updateReworkOf = async (
  db: Db,
  repos: ReadonlyMap<string, RepoWork>,
  places: Map<string, Place>,
): Promise<void> => {
  const touched = new Map([...repos].map(([repo, work]) => [repo, new Set([...work.shas, ...work.changes])]));
  const concerned = await concernedByRework(db, touched);
  const moved = [...repos.values()].filter((work) => work.moved).map(({ repo }) => repo);
  for (const repo of new Set([...concerned, ...moved])) {
    const work = repos.get(repo)!;
    const { changed } = await updateRework(db, repo, work.services);
    if (!changed) continue;
    for (const line of await linesOf(db, work)) notePlace(places, line);
  }
};

const placesOf = (batch: Refolded): Place[] => [
  ...batch.deployments.flatMap(({ before, after }) => [before, after].flatMap((row) => (row ? [row] : []))),
  ...batch.incidents.flatMap(({ before, after }) => [before, after].flatMap((row) => (row ? [row] : []))),
];
