import { z } from 'zod';
import type { EventOf } from '../../events/vocabulary.js';
import { artifactKeysOf } from '../../projections/keys.js';
import { groupBy } from '../../support/group-by.js';
import { isSameSha } from '../approvals.js';
import { type Deployed, type History, idsOf, ofType } from '../history.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, pci, unknown } from '../policy.js';

const parameters = z.strictObject({
  /** Names of the suites that must have passed; none: at least one of whatever ran. */
  suites: z.array(z.string().min(1)).default([]),
  /** `artifact`: what was verified must be the artifact itself, not the commit that it was built from. */
  on: z.enum(['artifact', 'either']).default('either'),
});
type Parameters = z.infer<typeof parameters>;
type Verification = EventOf<'verification.finished'>;

export const verificationPassed: Policy<Parameters> = {
  id: 'verification-passed',
  version: 1,
  title: 'What was deployed had passed its verification',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('testing that security is not impacted'), nist('CM-3')],
  parameters,
  check: (history, { suites, on }) => {
    const { deployed } = history;
    if (!deployed) return undefined;
    const all = verificationsOf(history);
    const about = all.filter((event) => isAbout(event, deployed, on));
    if (all.length === 0) return unknown('No verification of the change or of what was deployed is known.');
    if (about.length === 0)
      return fail('What was verified is not what was deployed: another commit or artifact.', idsOf(all));
    const inTime = about.filter(({ at }) => at <= deployed.startedAt);
    if (inTime.length === 0)
      return fail('It was verified only after its deployment had begun.', idsOf(about));
    const last = [...groupBy(inTime, ({ suite }) => suite).values()].map((runs) => runs.at(-1)!);
    const wanted = suites.length > 0 ? last.filter(({ suite }) => suites.includes(suite)) : last;
    const missing = suites.filter((suite) => !last.some((run) => run.suite === suite));
    if (missing.length > 0)
      return fail(`${missing.join(', ')} did not run before the deployment.`, idsOf(inTime));
    const failed = wanted.filter(({ outcome }) => outcome !== 'success');
    if (failed.length > 0)
      return fail(`${suitesIn(failed)} did not pass before the deployment.`, idsOf(failed));
    return pass(`${suitesIn(wanted)} passed before the deployment.`, idsOf(wanted));
  },
};

const suitesIn = (runs: readonly Verification[]): string => runs.map(({ suite }) => suite).join(', ');

/** Of the change, and of exactly what was deployed; each once, by time. */
const verificationsOf = ({ events, deployed }: History): Verification[] => {
  const all = ofType([...events, ...(deployed?.evidence ?? [])], 'verification.finished');
  const distinct = [...new Map(all.map((event) => [event.id, event])).values()];
  return distinct
    .filter(({ resource, hosts }) => resource === undefined && hosts === undefined)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
};

const isAbout = (event: Verification, { sha, artifacts }: Deployed, on: Parameters['on']): boolean => {
  const keys = artifactKeysOf(event);
  if (keys.some((key) => artifacts.includes(key))) return true;
  // One that names another artifact is about that, though it be of the same commit.
  if (on === 'artifact' || (keys.length > 0 && artifacts.length > 0)) return false;
  return event.sha !== undefined && sha !== undefined && isSameSha(event.sha, sha);
};
