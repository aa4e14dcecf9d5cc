import type { Db } from '../support/rows.js';
import type { Account } from './resolve-person.js';

/** A span as two columns; instants as events write them, null where there is no limit. */
export const SPAN_COLUMNS = ['valid_from', 'valid_to']
  .map(
    (column) => `case when isfinite(${column})
      then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end as "${column.slice('valid_'.length)}"`,
  )
  .join(', ');

/** What `resolvePerson` needs for these actors: their accounts, and the merges of whole persons. */
export const loadAccounts = async (db: Db, actorIds: readonly string[]): Promise<Account[]> => {
  const { rows } = await db.query<Account>(
    `select account, person, bot, ${SPAN_COLUMNS} from person_account
     where account = any($1) or account >= 'person:' and account < 'person;'
     order by account, valid_from`,
    [actorIds],
  );
  return rows;
};
