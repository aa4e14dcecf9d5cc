import type { EventOf } from '../events/vocabulary.js';
import { artifactKeysOf } from '../projections/keys.js';
import { distinctBy } from '../support/distinct.js';
import { groupBy } from '../support/group-by.js';
import { isSameSha } from './approvals.js';
import { type Deployed, type History, ofType } from './history.js';

export type Verification = EventOf<'verification.finished'>;

/** Of the change, and of exactly what was deployed; each once, by time. */
export const verificationsOf = ({ events, deployed }: History): Verification[] => {
  const all = ofType([...events, ...(deployed?.evidence ?? [])], 'verification.finished');
  return distinctBy(all, ({ id }) => id)
    .filter(({ resource, hosts }) => resource === undefined && hosts === undefined)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
};

/** @param on `artifact`: what was verified must be the artifact itself, not the commit that it was built from. */
export const isAbout = (
  event: Verification,
  { sha, artifacts }: Deployed,
  on: 'artifact' | 'either',
): boolean => {
  const keys = artifactKeysOf(event);
  if (keys.some((key) => artifacts.includes(key))) return true;
  // One that names another artifact is about that, though it be of the same commit.
  if (on === 'artifact' || (keys.length > 0 && artifacts.length > 0)) return false;
  return event.sha !== undefined && sha !== undefined && isSameSha(event.sha, sha);
};

export const lastOfEachSuite = (runs: readonly Verification[]): Verification[] =>
  [...groupBy(runs, ({ suite }) => suite).values()].map((ofSuite) => ofSuite.at(-1)!);

/** What had passed on the very thing that was deployed, when its deployment began: of each suite the last word. */
export const passedBefore = (history: History): Verification[] => {
  const { deployed } = history;
  if (!deployed) return [];
  const inTime = verificationsOf(history).filter(
    (event) => event.at <= deployed.startedAt && isAbout(event, deployed, 'either'),
  );
  return lastOfEachSuite(inTime).filter(({ outcome }) => outcome === 'success');
};
