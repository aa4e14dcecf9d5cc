import { z } from 'zod';
import { looseInstant, looseRecord } from '../../support/loose.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { branchLink, controlEvent } from './control.js';
import { accepted, ignored } from './interpretation.js';
import { name, optional, repository, user } from './parts.js';

export const branchProtectionBody = z.object({
  action: name,
  rule: z.object({ name, created_at: looseInstant, updated_at: looseInstant }),
  changes: looseRecord,
  repository,
  sender: optional(user),
});
type BranchProtectionEvent = z.output<typeof branchProtectionBody>;

const VERBS = new Map<string, 'created' | 'changed' | 'removed'>([
  ['created', 'created'],
  ['edited', 'changed'],
  ['deleted', 'removed'],
]);

const LONGEST_DETAIL = 2_000;

/** A deletion tells no time of its own but that of its delivery. */
export const interpretBranchProtection = (
  { action, rule, changes, repository: repo, sender }: BranchProtectionEvent,
  deliveredAt: string | undefined,
): Interpretation => {
  const verb = VERBS.get(action);
  if (!verb)
    return ignored(`The branch protection rule was ${action}, which is not one that GitHub documents`);
  const at = verb === 'removed' ? deliveredAt : (rule.updated_at ?? rule.created_at ?? deliveredAt);
  if (!at) return ignored(`The branch protection rule was ${action}, but when is told nowhere`);
  const named = Object.keys(changes);
  const before = Object.entries(changes).map(([key, value]) => `${key}: ${JSON.stringify(fromOf(value))}`);
  return accepted(
    controlEvent({
      kind: 'branch-protection',
      resource: `${repo.id}/branch-protection/${rule.name}`,
      name: rule.name,
      at,
      verb,
      detail: named.length > 0 ? `${action}: ${named.join(', ')}`.slice(0, LONGEST_DETAIL) : action,
      from: before.length > 0 ? before.join(', ').slice(0, LONGEST_DETAIL) : undefined,
      actor: actorOf(repo.host, sender),
      links: [branchLink(repo.id, rule.name)],
    }),
  );
};

const fromOf = (change: unknown): unknown =>
  typeof change === 'object' && change !== null && 'from' in change ? change.from : change;
