import type { Db } from '../../support/rows.js';
import { holdsAt, type Validity } from '../../support/validity.js';
import { loadAccounts, SPAN_COLUMNS } from '../accounts.js';
import { resolvePerson } from '../resolve-person.js';
import type { Possession } from './possession.js';

/** A team and the line in it, as far as they were declared. */
export interface Belonging {
  readonly team: string;
  readonly line: string | null;
}

/** Where somebody belonged at a time (ISO, UTC); undefined where nobody said so, or where there were several teams. */
export type TeamThen = (holder: string, at: string) => Belonging | undefined;

/** An event that names a person and no team hands the item to the team that the person was in then. */
export const withTeams = (events: readonly Possession[], teamThen: TeamThen): Possession[] =>
  events.map((event) => {
    const { PERSON: person, TEAM: told } = event.holders;
    const belonging = person !== undefined && told === undefined ? teamThen(person, event.at) : undefined;
    if (!belonging) return event;
    const line = belonging.line === null ? {} : { LINE: belonging.line };
    return { ...event, holders: { ...line, ...event.holders, TEAM: belonging.team } };
  });

interface Member extends Validity, Belonging {
  readonly person: string;
}

const nobody: TeamThen = () => undefined;

/** What `withTeams` needs for these events. */
export const loadTeams = async (db: Db, events: readonly Possession[]): Promise<TeamThen> => {
  const holders = new Set(
    events.flatMap(({ holders: { PERSON, TEAM } }) => (PERSON && TEAM === undefined ? [PERSON] : [])),
  );
  if (holders.size === 0) return nobody;
  const accounts = await loadAccounts(db, [...holders]);
  if (accounts.length === 0) return nobody;
  const persons = [...new Set(accounts.map(({ person }) => person))];
  const { rows: members } = await db.query<Member>(
    `select team, person, line, ${SPAN_COLUMNS} from team_member where person = any($1) order by team, valid_from`,
    [persons],
  );
  return (holder, at) => {
    const person = resolvePerson(accounts, holder, at)?.person;
    const found = members.filter((member) => member.person === person && holdsAt(member, at));
    return found.length === 1 ? found[0] : undefined;
  };
};
