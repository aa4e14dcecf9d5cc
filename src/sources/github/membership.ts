import { z } from 'zod';
import { looseObject, looseText } from '../../support/loose.js';
import type { Interpretation } from '../source.js';
import { actorOf } from './actors.js';
import { type Control, controlEvent } from './control.js';
import { teamId, userId } from './ids.js';
import { accepted, ignored } from './interpretation.js';
import { optional, pageOf, repository, user } from './parts.js';

const change = looseObject({ from: looseText, to: looseText });

/** The bodies of `member`, `membership`, `team`, `team_add` and `organization`: who may do what. */
export const membershipBody = z.object({
  action: looseText,
  member: optional(user),
  membership: looseObject({ role: looseText, user: optional(user) }),
  team: looseObject({ slug: looseText, name: looseText, permission: looseText, html_url: looseText }),
  changes: looseObject({ permission: change, old_permission: change, role_name: change }),
  organization: looseObject({ login: looseText }),
  repository: optional(repository),
  sender: optional(user),
});
type MembershipEvent = z.output<typeof membershipBody>;

const VERBS: readonly (readonly [RegExp, Control['verb']])[] = [
  [/^(?:member_)?added|^created/, 'created'],
  [/^(?:member_)?removed|^deleted/, 'removed'],
  [/^edited/, 'changed'],
];

/**
 * None of these tells a time, so it is that of the delivery.
 *
 * @param kind the kind of event, as GitHub calls it.
 */
export const interpretMembership = (
  kind: string,
  told: MembershipEvent,
  deliveredAt: string | undefined,
): Interpretation => {
  const action = told.action ?? 'added_to_repository';
  const verb = VERBS.find(([pattern]) => pattern.test(action))?.[1];
  if (!verb) return ignored(`The ${kind} event ${action} gives nobody any right and takes none away`);
  if (!deliveredAt)
    return ignored(`GitHub's event ${kind} tells no time, nor does its delivery; the audit log tells both`);
  const host = hostOf(told);
  const [holder, place] = [holderOf(host, told), placeOf(host, told)];
  if (!holder || !place) return ignored(`GitHub's event ${kind} does not name who is a member of what`);
  return accepted(
    controlEvent({
      kind: 'membership',
      resource: `${place}/members/${holder}`,
      name: holder,
      at: deliveredAt,
      verb,
      detail: `${kind}.${action}`,
      from: changed(told)?.from,
      to: changed(told)?.to ?? told.membership?.role ?? told.team?.permission,
      actor: actorOf(host, told.sender),
      url: pageOf(told.team?.html_url),
    }),
  );
};

const hostOf = ({ repository, team }: MembershipEvent): string => {
  if (repository) return repository.host;
  const page = pageOf(team?.html_url);
  return page && URL.canParse(page) ? new URL(page).host : 'github.com';
};

const holderOf = (host: string, { member, membership, team }: MembershipEvent): string | undefined => {
  const person = member ?? membership?.user;
  if (person) return userId(host, person.login);
  const name = team?.slug ?? team?.name;
  return name && teamId(host, name);
};

/** A person is in a team or has a repository; a team has a repository, or belongs to its organization. */
const placeOf = (host: string, told: MembershipEvent): string | undefined => {
  if (told.repository) return told.repository.id;
  const organization = told.organization?.login;
  const team = told.member && (told.team?.slug ?? told.team?.name);
  if (!organization) return undefined;
  return team ? `${host}/orgs/${organization}/teams/${team}` : `${host}/orgs/${organization}`;
};

const changed = ({ changes }: MembershipEvent) =>
  changes?.permission ?? changes?.role_name ?? changes?.old_permission;
