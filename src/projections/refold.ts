import { currentEvents } from '../events/current.js';
import { readEvents } from '../events/event-store.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { canonicalJson } from '../support/hash.js';
import { type Db, type Row, together, writeRows } from '../support/rows.js';
import { deleteRows } from '../support/sync-rows.js';
import { addPublications, deploymentsOfArtifacts } from './artifact-builds.js';
import { audit } from './audit/fold.js';
import { deploymentHosts, hostParts, hostResources } from './audit/hosts.js';
import { refoldAudit } from './audit/marks.js';
import { type ChangeRow, changes } from './folds/change.js';
import { type CommitRow, commits } from './folds/commit.js';
import { type DeploymentRow, deployments } from './folds/deployment.js';
import { type IncidentRow, incidents } from './folds/incident.js';
import { type ItemRow, items } from './folds/item.js';
import { persons, teams } from './folds/people.js';
import { type ReopeningRow, reopenings } from './folds/reopening.js';
import { validities } from './folds/validities.js';
import { HANDED, refoldHandoffs } from './handoffs/refold-handoffs.js';
import { refoldKeyed } from './keyed-rows.js';
import { homeKeyOf } from './keys.js';
import { refoldPaths } from './paths/item-paths.js';
import type { Changed, Projection } from './projection.js';
import { refoldRows } from './rows-of-key.js';

/** What a batch of events changed in the read models that are folded key by key. */
export interface Refolded {
  readonly commits: readonly Changed<CommitRow>[];
  readonly changes: readonly Changed<ChangeRow>[];
  readonly deployments: readonly Changed<DeploymentRow>[];
  readonly incidents: readonly Changed<IncidentRow>[];
  readonly items: readonly Changed<ItemRow>[];
  readonly reopenings: readonly Changed<ReopeningRow>[];
  readonly artifacts: readonly string[];
  /** Change requests of which anything was heard, or of people who had them, whether or not their rows changed. */
  readonly heardChanges: readonly { readonly repo: string; readonly id: string }[];
}

/**
 * Folds keys again from all their events, writes the rows that differ, and tells what differed.
 *
 * @param recordedUpTo only events recorded until then count (default: all).
 */
export const refold = async (db: Db, keys: readonly string[], recordedUpTo?: Date): Promise<Refolded> => {
  const deployed = await deploymentsOfArtifacts(db, keys);
  return refoldAll(db, [...new Set([...keys, ...deployed])].sort(), recordedUpTo);
};

/** Of the other keys (a trace, a build, an artifact) no row is folded; they tie events together. */
const FOLDED = new Set([
  ...[persons, teams, ...validities, commits, changes, deployments, incidents, items].map(({ id }) => id),
  ...[audit, hostParts, hostResources, deploymentHosts].flatMap(({ prefixes }) => prefixes),
  ...HANDED,
]);

const isFolded = (key: string): boolean => FOLDED.has(key.slice(0, key.indexOf(':')));

const refoldAll = async (db: Db, touched: readonly string[], recordedUpTo?: Date): Promise<Refolded> => {
  const keys = touched.filter(isFolded);
  const tellings = await readEvents(db, keys, recordedUpTo);
  await refoldRows(db, [persons, teams, ...validities], keys, tellings);
  await addPublications(db, tellings, recordedUpTo);
  // None of these reads what another of them writes.
  const [handed, commit, change, deployment, incident, item, reopening] = await together([
    refoldHandoffs(db, { keys, tellings, ...(recordedUpTo && { recordedUpTo }) }),
    refoldOne(db, commits, keys, tellings),
    refoldOne(db, changes, keys, tellings),
    refoldOne(db, deployments, keys, tellings),
    refoldOne(db, incidents, keys, tellings),
    refoldOne(db, items, keys, tellings),
    refoldKeyed(db, reopenings, keys, tellings),
    refoldPaths(db, keys, tellings),
    refoldAudit(db, keys, tellings),
    refoldKeyed(db, hostParts, keys, tellings),
    refoldKeyed(db, hostResources, keys, tellings),
    refoldKeyed(db, deploymentHosts, keys, tellings),
  ]);
  return {
    commits: commit,
    changes: change,
    deployments: deployment,
    incidents: incident,
    items: item,
    reopenings: reopening,
    artifacts: touched
      .filter((key) => key.startsWith('artifact:'))
      .map((key) => key.slice('artifact:'.length)),
    heardChanges: [...heardChanges(keys, tellings), ...handed],
  };
};

const heardChanges = (
  keys: readonly string[],
  tellings: ReadonlyMap<string, DeliveryEvent[]>,
): Refolded['heardChanges'] =>
  keys
    .filter((key) => key.startsWith(`${changes.id}:`))
    .flatMap((key) => tellings.get(key) ?? [])
    .flatMap((event) =>
      changes.identify(event) && 'change' in event && event.repo && event.change
        ? [{ repo: event.repo, id: event.change }]
        : [],
    );

interface Folded<R> {
  readonly identity: Row;
  readonly after: R | undefined;
}

const refoldOne = async <R extends Row>(
  db: Db,
  projection: Projection<R>,
  keys: readonly string[],
  tellings: ReadonlyMap<string, DeliveryEvent[]>,
): Promise<Changed<R>[]> => {
  const own = keys.filter((key) => key.startsWith(`${projection.id}:`));
  const folded = own.flatMap((key) => foldKey(projection, key, tellings.get(key) ?? []));
  if (folded.length === 0) return [];
  const before = await readRows<R>(
    db,
    projection,
    folded.map(({ identity }) => identity),
  );
  const changed = folded
    .map(({ identity, after }) => ({ identity, before: before.get(canonicalJson(identity)), after }))
    .filter(({ before, after }) => canonicalJson(before ?? null) !== canonicalJson(after ?? null));
  await writeChanged(db, projection, changed);
  return changed;
};

/**
 * One key can hold the events of two identities where tellings of one fact disagree about what it belongs to. An identity
 * of another key is folded with that one, which has all its events.
 */
const foldKey = <R extends Row>(
  projection: Projection<R>,
  key: string,
  tellings: readonly DeliveryEvent[],
): Folded<R>[] => {
  const known = currentEvents(tellings);
  const identities = new Map<string, Row>();
  for (const telling of tellings) {
    const identity = projection.identify(telling);
    if (identity && homeKeyOf(telling) === key) identities.set(canonicalJson(identity), identity);
  }
  return [...identities].map(([text, identity]) => {
    const isOwn = (event: DeliveryEvent): boolean =>
      canonicalJson(projection.identify(event) ?? null) === text;
    const events = known.filter((event) => isOwn(event) || projection.needs?.(event));
    return { identity, after: events.some(isOwn) ? projection.fold(events) : undefined };
  });
};

const readRows = async <R extends Row>(
  db: Db,
  { table, columns, identity }: Projection<R>,
  identities: readonly Row[],
): Promise<Map<string, R>> => {
  const parameters = identity.map((column) => identities.map((row) => row[column]));
  const lists = identity.map((_, i) => `$${i + 1}::text[]`).join(', ');
  const { rows } = await db.query<R>(
    `select ${columns.map((column) => `t.${column}`).join(', ')}
     from ${table} t join unnest(${lists}) as wanted(${identity.join(', ')}) using (${identity.join(', ')})`,
    parameters,
  );
  return new Map(rows.map((row) => [canonicalJson(pick(row, identity)), asFolded(row)]));
};

const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));

/** Folds write instants as ISO text; PostgreSQL gives them back as dates. */
const asFolded = <R extends Row>(row: R): R =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString() : value,
    ]),
  ) as R;

const writeChanged = async <R extends Row>(
  db: Db,
  { table, columns, identity }: Projection<R>,
  changed: readonly (Changed<R> & { identity: Row })[],
): Promise<void> => {
  const gone = changed.filter(({ after }) => !after).map((row) => row.identity);
  if (gone.length > 0) await deleteRows(db, { table, key: identity }, gone);
  const rows = changed.flatMap(({ after }) => (after ? [after] : []));
  await writeRows(db, { table, columns, key: identity, conflict: 'replace' }, rows);
};
