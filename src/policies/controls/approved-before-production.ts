import { z } from 'zod';
import { distinctBy } from '../../support/distinct.js';
import { type Approval, approvalsOf, reasonsOf } from '../approvals.js';
import { typeOf } from '../change-type.js';
import type { History } from '../history.js';
import { isUnresolved, namesOf, type Who } from '../people.js';
import { CHANGE_MANAGEMENT, fail, nist, type Opinion, type Policy, pass, pci, unknown } from '../policy.js';
import { authorsOf, isFromGitAlone } from '../roles.js';

const parameters = z.strictObject({
  /** How many different people. */
  approvals: z.number().int().min(1).max(10).default(1),
  /** A team's id, or `owner`: the team that owned the service then. */
  team: z.string().min(1).optional(),
  /** Whether commits that came after an approval need a new one. */
  lastCommit: z.boolean().default(true),
});
type Parameters = z.infer<typeof parameters>;

/** Emergency and standard changes have controls of their own. */
export const approvedBeforeProduction: Policy<Parameters> = {
  id: 'approved-before-production',
  version: 1,
  title: 'Approved before production by somebody other than the author',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, pci('APPROVAL'), nist('CM-3')],
  parameters,
  check: (history, { approvals: needed, team, lastCommit }) => {
    const { deployed } = history;
    if (!deployed || typeOf(history) !== 'normal') return undefined;
    const asked = { until: deployed.startedAt, team, ofLastCommit: lastCommit };
    return judgeApprovals(history, { given: approvalsOf(history, asked), needed });
  },
};

interface Given {
  readonly given: readonly Approval[];
  /** How many different people. */
  readonly needed: number;
}

/** Enough approvals of different people, none of whom can be an author. */
export const judgeApprovals = (history: History, { given, needed }: Given): Opinion => {
  const counting = given.filter(({ standing }) => standing === 'COUNTS');
  const unproven = given.filter(({ standing }) => standing === 'UNPROVEN');
  const ids = (some: readonly Approval[]): string[] => some.map(({ event }) => event.id);
  const enough = personsIn(counting).length >= needed;
  if (enough) return judgeAuthors(history, counting);
  if (mostPersons([...counting, ...unproven]) >= needed)
    return unknown(`Whether it was approved is not known: ${reasonsOf(unproven)}.`, ids(unproven));
  if (given.length === 0 && isFromGitAlone(history))
    return unknown('Only its git history is known, and that does not tell of approvals.');
  const wanted = needed === 1 ? 'an approval' : `${needed} approvals by different people`;
  const reasons = reasonsOf(given);
  return fail(
    `It went to ${history.subject.environment} without ${wanted}${reasons ? `: ${reasons}` : ''}.`,
    [...ids(given), ...history.events.filter(({ type }) => type === 'change.merged').map(({ id }) => id)],
  );
};

/** An author whom nobody resolved may be the approver under another login. */
const judgeAuthors = (history: History, counting: readonly Approval[]): Opinion => {
  const authors = authorsOf(history);
  const evidence = counting.map(({ event }) => event.id);
  if (authors.length === 0)
    return unknown('It was approved, but nobody told who made it, so they may be the same.', evidence);
  const strangers = authors.filter(({ who }) => isUnresolved(who));
  if (strangers.length > 0) {
    const names = namesOf(strangers.map(({ who }) => who));
    return unknown(
      `It was approved, but nobody said whose ${names} is, so author and approver may be the same: throughline people import says it.`,
      [...evidence, ...strangers.map(({ event }) => event)],
    );
  }
  const names = namesOf(personsIn(counting));
  return pass(`Approved by ${names} before it went to ${history.subject.environment}.`, [
    ...evidence,
    ...authors.map(({ event }) => event),
  ]);
};

const personsIn = (approvals: readonly Approval[]): Who[] => {
  const known = approvals.flatMap(({ who }) => (who ? [who] : []));
  return distinctBy(known, ({ person, actor }) => person ?? actor.id);
};

/** How many people they may be at most; who is not named at all may be anybody. */
const mostPersons = (approvals: readonly Approval[]): number =>
  personsIn(approvals).length + approvals.filter(({ who }) => who === undefined).length;
