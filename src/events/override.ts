import { eventId } from './event-id.js';
import { linkList, linkTo } from './links.js';
import type { Actor, DeliveryEvent, EventOf } from './vocabulary.js';

/**
 * Somebody merged or pushed past the rules of a branch. Whatever a forge calls it (override, bypass), it is told in one
 * form: the protection of the branch was changed to `overridden`, linked to the change and the commit that passed it.
 */
export const BRANCH_PROTECTION = 'branch-protection';
export const OVERRIDDEN = 'overridden';

interface Told {
  readonly source: string;
  readonly at: string;
  readonly actor: Actor | undefined;
  readonly repo: string;
  readonly branch?: string | undefined;
  readonly change?: string | undefined;
  /** Of the commit that was let in. */
  readonly sha?: string | undefined;
  /** In the forge's own words: which rule, and why. */
  readonly detail?: string | undefined;
}

export const overrideOf = ({
  source,
  at,
  actor,
  repo,
  branch,
  change,
  sha,
  detail,
}: Told): EventOf<'resource.changed'> => ({
  type: 'resource.changed',
  id: eventId('resource.changed', source, repo, OVERRIDDEN, branch ?? '', change ?? '', sha ?? '', at),
  source,
  at,
  actor,
  resource: [repo, BRANCH_PROTECTION, branch].filter(Boolean).join('/'),
  kind: BRANCH_PROTECTION,
  name: branch,
  to: OVERRIDDEN,
  detail: detail?.slice(0, 2_000),
  links: linkList(change && linkTo.change(repo, change), sha && linkTo.commit(repo, sha)),
});

export const isOverride = (event: DeliveryEvent): event is EventOf<'resource.changed'> =>
  event.type === 'resource.changed' && event.kind === BRANCH_PROTECTION && event.to === OVERRIDDEN;
