import { z } from 'zod';
import { idsOf } from '../history.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, pci, unknown } from '../policy.js';
import { isAbout, lastOfEachSuite, type Verification, verificationsOf } from '../verifications.js';

const parameters = z.strictObject({
  /** Names of the suites that must have passed; none: at least one of whatever ran. */
  suites: z.array(z.string().min(1)).default([]),
  /** `artifact`: what was verified must be the artifact itself, not the commit that it was built from. */
  on: z.enum(['artifact', 'either']).default('either'),
});
type Parameters = z.infer<typeof parameters>;

export const verificationPassed: Policy<Parameters> = {
  id: 'verification-passed',
  version: 1,
  title: 'What was deployed had passed its verification',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('SECURITY_TESTING'), nist('CM-3')],
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
    const last = lastOfEachSuite(inTime);
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
