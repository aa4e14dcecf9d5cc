import { z } from 'zod';
import { approvalsOf } from '../approvals.js';
import { itemEvents, typeOf } from '../change-type.js';
import { type History, idsOf } from '../history.js';
import { CHANGE_MANAGEMENT, nist, type Policy, pass, pci } from '../policy.js';
import { judgeApprovals } from './approved-before-production.js';

const entry = z.strictObject({
  /** The kind of its ticket, in the words of the system of tickets; upper and lower case are the same. */
  kind: z.string().min(1),
  services: z.array(z.string()).optional(),
  /** Who approved changes of this kind once and for all. */
  by: z.string().min(1),
  /** Exclusive. */
  until: z.iso
    .datetime({ offset: true, message: 'must be an instant with its offset, such as 2027-01-01T00:00:00Z' })
    .transform((text) => new Date(text).toISOString())
    .optional(),
});
const parameters = z.strictObject({ catalogue: z.array(entry).default([]) });
type Parameters = z.infer<typeof parameters>;

/** A standard change needs no approval of its own when its kind was approved; otherwise it needs one as any other. */
export const standardChangePreapproved: Policy<Parameters> = {
  id: 'standard-change-preapproved',
  version: 1,
  title: 'A standard change is of a kind that was approved in advance',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('APPROVAL'), nist('CM-3')],
  parameters,
  check: (history, { catalogue }) => {
    const { deployed } = history;
    if (!deployed || typeOf(history) !== 'standard') return undefined;
    const found = catalogue.find((one) => covers(one, history));
    if (found)
      return pass(
        `Changes of the kind ${found.kind} were approved in advance by ${found.by}.`,
        idsOf(itemEvents(history.events)),
      );
    const asked = { until: deployed.startedAt, team: undefined, ofLastCommit: true };
    return judgeApprovals(history, { given: approvalsOf(history, asked), needed: 1 });
  },
};

const covers = (
  { kind, services, until }: z.infer<typeof entry>,
  { events, subject, deployed }: History,
): boolean =>
  itemEvents(events).some((event) => event.kind?.toLowerCase() === kind.toLowerCase()) &&
  (!services || services.includes(subject.service)) &&
  (until === undefined || deployed!.startedAt < until);
