import { z } from 'zod';
import type { EventOf } from '../vocabulary.js';
import { type CdEvent, saidText } from './cd-event.js';
import { person } from './person.js';
import { fact, type Rule, rule } from './rule.js';
import { runName } from './run-rules.js';

const approvalContent = z.object({
  approvalDetailsUrl: saidText,
  resourceTargetUrl: saidText,
  requestor: saidText,
  responder: saidText,
  decision: saidText,
  status: saidText,
});
type Approval = z.output<typeof approvalContent>;

type Decision = EventOf<'approval.decided'>['decision'];
const DECISIONS: ReadonlyMap<string, Decision> = new Map([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
  ['expired', 'expired'],
]);

const linksOf = ({ resourceTargetUrl }: Approval) =>
  resourceTargetUrl ? [`target:${resourceTargetUrl}`] : [];

const about = (event: CdEvent, { approvalDetailsUrl }: Approval, who: string | undefined) => {
  const actor = event.cause ?? person(who);
  return {
    approval: runName(event),
    ...(approvalDetailsUrl && { url: approvalDetailsUrl }),
    ...(actor && { actor }),
  };
};

const requested: Rule = rule(approvalContent, (event, approval) => ({
  events: [
    {
      ...fact(event, 'approval.requested', { links: linksOf(approval) }),
      ...about(event, approval, approval.requestor),
    },
  ],
}));

/**
 * Who decides is told once when it happens and perhaps again when the approval is closed: one fact per responder and
 * decision, dated by the first of the two.
 */
const decided = (word: (approval: Approval) => string | undefined, revision: number): Rule =>
  rule(approvalContent, (event, approval) => {
    const said = word(approval) ?? '';
    const decision = DECISIONS.get(said);
    if (!decision) return { ignored: `An approval that is "${said.slice(0, 100)}" is not decided.` };
    const key = `${approval.responder ?? ''} ${decision}`;
    return {
      events: [
        {
          ...fact(event, 'approval.decided', { key, links: linksOf(approval) }),
          ...about(event, approval, approval.responder),
          decision,
          revision,
        },
      ],
    };
  });

/** Approvals, which CDEvents have since the draft of 0.6. */
export const approvalRules: Readonly<Record<string, Rule>> = {
  'approval.created': requested,
  'approval.updated': decided(({ decision }) => decision, 1),
  'approval.closed': decided(({ status, decision }) => status ?? decision, 0),
};
