import { z } from 'zod';
import { approvalsOf } from '../approvals.js';
import { typeOf } from '../change-type.js';
import { describeMinutes, minutes } from '../duration.js';
import { after } from '../history.js';
import { CHANGE_MANAGEMENT, nist, type Policy, pci, unknown } from '../policy.js';
import { judgeApprovals } from './approved-before-production.js';

const parameters = z.strictObject({
  /** From the beginning of the deployment until the approval. */
  within: minutes('24h'),
  approvals: z.number().int().min(1).max(10).default(1),
  /** A team's id, or `owner`. */
  team: z.string().min(1).optional(),
});
type Parameters = z.infer<typeof parameters>;

/** An emergency may go first and be approved afterwards, while its clock runs. */
export const emergencyApproved: Policy<Parameters> = {
  id: 'emergency-approved',
  version: 1,
  title: 'An emergency change is approved afterwards, in time',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('APPROVAL'), nist('CM-3')],
  parameters,
  check: (history, { within, approvals: needed, team }) => {
    const { deployed, now } = history;
    if (!deployed || typeOf(history) !== 'emergency') return undefined;
    const until = after(deployed.startedAt, within);
    const given = approvalsOf(history, { until, team, ofLastCommit: false });
    const opinion = judgeApprovals(history, { given, needed });
    if (opinion.verdict !== 'FAIL' || now >= until) return opinion;
    const running = `Its approval may still come until ${until}, ${describeMinutes(within)} after its deployment.`;
    return { ...unknown(running, opinion.evidence), recheckAt: until };
  },
};
