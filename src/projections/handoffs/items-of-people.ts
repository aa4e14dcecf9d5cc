import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import { personIdentity } from '../resolve-person.js';

/** An item that somebody had; `repo` is that of a change request. */
export interface HeldItem {
  readonly item: string;
  readonly repo: string | null;
}

/**
 * Items that passed through the hands of people of whom these keys tell something: whose account it is, or which team
 * they are in. Their handoffs between teams may be others now.
 */
export const itemsOfPeople = async (
  db: Db,
  keys: readonly string[],
  tellings: ReadonlyMap<string, readonly DeliveryEvent[]>,
): Promise<HeldItem[]> => {
  const told = new Set(
    keys.flatMap((key) => (tellings.get(key) ?? []).flatMap((event) => accountsToldBy(event, key))),
  );
  if (told.size === 0) return [];
  const { rows } = await db.query<HeldItem>(
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
  return rows;
};

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
