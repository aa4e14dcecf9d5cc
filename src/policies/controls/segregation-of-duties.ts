import { z } from 'zod';
import { approvalsOf } from '../approvals.js';
import { type History, isChangeRequest } from '../history.js';
import { isUnresolved, samePerson } from '../people.js';
import { CHANGE_MANAGEMENT, fail, nist, type Opinion, type Policy, pass, unknown } from '../policy.js';
import {
  authorsOf,
  deployersOf,
  isFromGitAlone,
  jobEditorsOf,
  mergersOf,
  type Part,
  ROLES,
  type Role,
} from '../roles.js';

const role = z.enum(ROLES);
const parameters = z.strictObject({
  /** Pairs of parts that one person must not have in one change. */
  separate: z
    .array(z.tuple([role, role]))
    .min(1)
    .default([
      ['author', 'approver'],
      ['author', 'deployer'],
    ]),
});
type Parameters = z.infer<typeof parameters>;

export const segregationOfDuties: Policy<Parameters> = {
  id: 'segregation-of-duties',
  version: 1,
  title: 'Different people make, approve and deploy a change',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, nist('CM-5')],
  parameters,
  check: (history, { separate }) => {
    if (!history.deployed) return undefined;
    const parts = partsIn(history);
    const opinions = separate.flatMap((pair) => judgePair(history, pair, parts) ?? []);
    const worst =
      opinions.find(({ verdict }) => verdict === 'FAIL') ??
      opinions.find(({ verdict }) => verdict === 'UNKNOWN');
    if (worst || opinions.length === 0) return worst;
    const evidence = opinions.flatMap((opinion) => opinion.evidence);
    return pass(opinions.map(({ sentence }) => sentence).join(' '), evidence);
  },
};

const partsIn = (history: History): Readonly<Record<Role, readonly Part[]>> => ({
  author: authorsOf(history),
  approver: approversOf(history),
  merger: mergersOf(history),
  deployer: deployersOf(history),
  'job-editor': jobEditorsOf(history),
});

/** Whoever approved at all, be it late or their own work: those are the cases that matter here. */
const approversOf = (history: History): Part[] =>
  approvalsOf(history, { until: history.now, team: undefined, ofLastCommit: false }).flatMap(
    ({ who, event, standing }) => (who && standing !== 'WITHDRAWN' ? [{ who, event: event.id }] : []),
  );

const judgePair = (
  history: History,
  [one, other]: readonly [Role, Role],
  parts: Readonly<Record<Role, readonly Part[]>>,
): Opinion | undefined => {
  const empty = [one, other].find((name) => parts[name].length === 0);
  if (empty) return judgeEmpty(history, empty);
  const evidence = [...parts[one], ...parts[other]].map(({ event }) => event);
  for (const left of parts[one]) {
    // A bot that nobody runs is no person who could have two parts.
    if (left.who.isBot && left.who.person === undefined) continue;
    const right = parts[other].find(({ who }) => samePerson(left.who, who));
    if (right)
      return fail(`${left.who.name} is both ${one} and ${other} of the change.`, [left.event, right.event]);
  }
  const stranger = [...parts[one], ...parts[other]].find(
    ({ who }) => isUnresolved(who) || who.actor.confidence === 'missing',
  );
  if (stranger)
    return unknown(
      `Nobody said whose ${stranger.who.actor.id} is, so ${one} and ${other} may be the same person.`,
      evidence,
    );
  return pass(`${one} and ${other} are different people.`, evidence);
};

/** Nobody had to approve or edit a job for there to be no conflict; somebody made, merged and deployed it. */
const judgeEmpty = (history: History, role: Role): Opinion | undefined => {
  if (role === 'approver' || role === 'job-editor') return undefined;
  if (role === 'merger' && !isChangeRequest(history.subject)) return undefined;
  const why = isFromGitAlone(history) ? ', because only its git history is known' : '';
  return unknown(`Who is the ${role} of the change is not known${why}.`);
};
