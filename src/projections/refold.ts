import { currentEvents } from '../events/current.js';
import { readEvents } from '../events/event-store.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import { inParts } from '../support/in-parts.js';
import { overlapped } from '../support/overlapped.js';
import { type Db, together } from '../support/rows.js';
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
import { type HeldByPeople, heldByPeople } from './handoffs/held-by-people.js';
import { HANDED, refoldHandoffs } from './handoffs/refold-handoffs.js';
import { refoldKeyed } from './keyed-rows.js';
import { prefixOf } from './keys.js';
import { refoldPaths } from './paths/item-paths.js';
import type { Changed } from './projection.js';
import { refoldOne } from './refold-one.js';
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

const PEOPLE = [persons, teams, ...validities];
const ABOUT_PEOPLE = new Set(PEOPLE.map(({ id }) => id));

/** Of the other keys (a trace, a build, an artifact) no row is folded; they tie events together. */
const FOLDED_IN_PARTS = new Set([
  ...[commits, changes, deployments, incidents, items].map(({ id }) => id),
  ...[audit, hostParts, hostResources, deploymentHosts].flatMap(({ prefixes }) => prefixes),
  ...HANDED,
]);

/** An item can have thousands of events, and hundreds of handoffs; those of two parts are in memory together. */
const KEYS_OF_A_PART = 250;

const refoldAll = async (db: Db, touched: readonly string[], recordedUpTo?: Date): Promise<Refolded> => {
  const held = await refoldPeople(db, touched, recordedUpTo);
  const all = [...new Set([...touched, ...held.keys])]
    .filter((key) => FOLDED_IN_PARTS.has(prefixOf(key)))
    .sort();
  const parts = await overlapped(inParts(all, KEYS_OF_A_PART), (some) => refoldPart(db, some, recordedUpTo));
  return {
    commits: parts.flatMap(({ commits }) => commits),
    changes: parts.flatMap(({ changes }) => changes),
    deployments: parts.flatMap(({ deployments }) => deployments),
    incidents: parts.flatMap(({ incidents }) => incidents),
    items: parts.flatMap(({ items }) => items),
    reopenings: parts.flatMap(({ reopenings }) => reopenings),
    artifacts: touched
      .filter((key) => key.startsWith('artifact:'))
      .map((key) => key.slice('artifact:'.length)),
    heardChanges: [...parts.flatMap(({ heardChanges }) => heardChanges), ...held.changes],
  };
};

/** First of all, since the handoffs between teams follow from it: who people are, and what teams own. */
const refoldPeople = async (db: Db, keys: readonly string[], recordedUpTo?: Date): Promise<HeldByPeople> => {
  const own = keys.filter((key) => ABOUT_PEOPLE.has(prefixOf(key)));
  if (own.length === 0) return { keys: [], changes: [] };
  const tellings = await readEvents(db, own, recordedUpTo);
  await refoldRows(db, PEOPLE, own, tellings);
  return heldByPeople(db, own, tellings);
};

type Part = Omit<Refolded, 'artifacts'>;

/** Nothing here reads what is written of another key, or by another fold of the same. */
const refoldPart = async (db: Db, keys: readonly string[], recordedUpTo?: Date): Promise<Part> => {
  const tellings = await readEvents(db, keys, recordedUpTo);
  await addPublications(db, tellings, recordedUpTo);
  const known = new Map([...tellings].map(([key, told]) => [key, currentEvents(told)]));
  const told = { tellings, known };
  const [commit, change, deployment, incident, item, reopening] = await together([
    refoldOne(db, commits, keys, told),
    refoldOne(db, changes, keys, told),
    refoldOne(db, deployments, keys, told),
    refoldOne(db, incidents, keys, told),
    refoldOne(db, items, keys, told),
    refoldKeyed(db, reopenings, keys, known),
    refoldHandoffs(db, keys, known),
    refoldPaths(db, keys, known),
    refoldAudit(db, keys, known),
    refoldKeyed(db, hostParts, keys, known),
    refoldKeyed(db, hostResources, keys, known),
    refoldKeyed(db, deploymentHosts, keys, known),
  ]);
  return {
    commits: commit,
    changes: change,
    deployments: deployment,
    incidents: incident,
    items: item,
    reopenings: reopening,
    heardChanges: heardChanges(keys, tellings),
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
