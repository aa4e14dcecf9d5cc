import { eventId } from '../../events/event-id.js';
import { linkList } from '../../events/links.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { SOURCE } from './interpretation.js';

/** What controls how changes are made: protected branches, members, secrets, hooks. Told by webhooks and the audit log. */
export interface Control {
  readonly kind: string;
  readonly resource: string;
  readonly name?: string | undefined;
  readonly at: string;
  readonly verb: 'created' | 'changed' | 'removed';
  /** What was done, in GitHub's own word. */
  readonly detail: string;
  readonly actor?: Actor | undefined;
  readonly url?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly links?: readonly (string | undefined)[];
}

export const controlEvent = (told: Control): DeliveryEvent => {
  const { verb, from, to, links = [], ...about } = told;
  const key = [SOURCE, told.resource, told.detail, told.at];
  const event = { ...about, source: SOURCE, links: linkList(...links) };
  if (verb === 'created')
    return { ...event, type: 'resource.created', id: eventId('resource.created', ...key) };
  if (verb === 'removed')
    return { ...event, type: 'resource.removed', id: eventId('resource.removed', ...key) };
  return { ...event, type: 'resource.changed', id: eventId('resource.changed', ...key), from, to };
};

/** The key under which everything about one branch is found. */
export const branchLink = (repo: string, branch: string): string =>
  `branch:${repo}@${branch.replace(/^refs\/heads\//, '')}`;
