import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import { changeIdOf } from '../keys.js';
import { personIdentity } from '../resolve-person.js';

/** What passed through the hands of some people. */
export interface HeldByPeople {
  /** Of items and approvals. */
  readonly keys: readonly string[];
  /** Change requests: their handoffs follow their deliveries. */
  readonly changes: readonly { readonly repo: string; readonly id: string }[];
}

/**
 * What passed through the hands of people of whom these keys tell something: whose account it is, or which team they are
 * in. Its handoffs between teams may be others now.
 */
export const heldByPeople = async (
  db: Db,
  keys: readonly string[],
  tellings: ReadonlyMap<string, readonly DeliveryEvent[]>,
): Promise<HeldByPeople> => {
  const told = new Set(
    keys.flatMap((key) => (tellings.get(key) ?? []).flatMap((event) => accountsToldBy(event, key))),
  );
  if (told.size === 0) return { keys: [], changes: [] };
  const { rows } = await db.query<{ item: string; repo: string | null }>(
    `with recursive concerned(account) as (
       select unnest($1::text[])
       union
       select a.account from concerned c join person_account a on c.account = 'person:' || a.person
     )
     select item, repo from handoff
     where level = 'PERSON' and (from_holder in (select account from concerned) or to_holder in (select account from concerned))
     union
     select item, repo from holding where level = 'PERSON' and holder in (select account from concerned)
     order by item`,
    [[...told].sort()],
  );
  return {
    keys: rows.flatMap(({ item, repo }) => (repo === null ? [keyOf(item)] : [])),
    changes: rows.flatMap(({ item, repo }) => (repo === null ? [] : [{ repo, id: changeIdOf(repo, item) }])),
  };
};

const keyOf = (item: string): string => (item.startsWith('approval:') ? item : `item:${item}`);

/** A fact under another key than its own is only mentioned there. */
const accountsToldBy = (event: DeliveryEvent, key: string): string[] => {
  switch (event.type) {
    case 'identity.merged':
    case 'identity.split':
      return key.startsWith('identity:') ? [event.identity] : [];
    case 'team.joined':
    case 'team.left':
      return key.startsWith('team:') ? [personIdentity(event.person)] : [];
    default:
      return [];
  }
};
