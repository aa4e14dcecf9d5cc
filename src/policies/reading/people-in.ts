import type { DeliveryEvent } from '../../events/vocabulary.js';
import { loadAccounts, SPAN_COLUMNS } from '../../projections/accounts.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import type { Validity } from '../../support/validity.js';
import type { Membership, People } from '../people.js';

/** Who the people of these stories are. @returns a function of the service whose owners are meant. */
export const peopleIn = async (
  db: Db,
  stories: readonly (readonly DeliveryEvent[])[],
  services: readonly string[],
): Promise<(service: string) => People> => {
  const actors = new Set<string>();
  for (const { actor, initiator, authorizer } of stories.flat())
    for (const one of [actor, initiator, authorizer]) if (one) actors.add(one.id);
  const all = await loadAccounts(db, [...actors]);
  const accounts = groupBy(all, ({ account }) => account);
  const merges = all.filter(({ account }) => account.startsWith('person:'));
  const persons = [...new Set(all.map(({ person }) => person))];
  const { rows: members } = await db.query<Membership>(
    `select team, person, ${SPAN_COLUMNS} from team_member where person = any($1) order by team, person, valid_from`,
    [persons],
  );
  const { rows: owners } = await db.query<Validity & { service: string; team: string }>(
    `select service, team, ${SPAN_COLUMNS} from service_owner
     where service = any($1) and paths = '{}' order by service, team, valid_from`,
    [[...new Set(services)]],
  );
  const ownersOf = groupBy(owners, ({ service }) => service);
  return (service) => ({ accounts, merges, members, owners: ownersOf.get(service) ?? [] });
};
