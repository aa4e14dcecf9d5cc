import { markOf } from '../projections/audit/marks.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import type { Account } from './parts.js';

/** BASELINE: it was there when the host was first heard of, so nothing says that it is a change. */
export type Announcement = 'ANNOUNCED' | 'UNANNOUNCED' | 'BASELINE';

/** A part of a host, and what put it there. */
export interface Part extends Account {
  readonly announcement: Announcement;
  /** Ids of the deployments and executions behind it. */
  readonly behind: readonly string[];
  /** Ids of the shells that were open on the host meanwhile: where to ask. */
  readonly shells: readonly string[];
}

interface Acted {
  readonly n: number;
  readonly id: string;
  readonly kind: string;
}

/** A run that is told to have ended so long after what it did is still behind it. */
const LONGEST_RUN = '1 day';

/**
 * What is behind each part: what its own account names; else the deployments and executions on that host, or
 * deployments of its service on the whole environment, between when it was last seen otherwise and when it was seen.
 */
export const announce = async (db: Db, accounts: readonly Account[]): Promise<Part[]> => {
  const acted = await actsAround(db, accounts);
  return accounts.map((account, i) => {
    const around = acted.filter(({ n }) => n === i + 1);
    const shells = around.filter(({ kind }) => kind === 'ACCESS').map(({ id }) => id);
    const found = around.filter(({ kind }) => kind !== 'ACCESS').map(({ id }) => id);
    const behind = account.putBy ? [account.putBy] : found;
    return { ...account, behind, shells, announcement: announcementOf(account, behind) };
  });
};

const announcementOf = ({ notBefore }: Account, behind: readonly string[]): Announcement =>
  behind.length > 0 ? 'ANNOUNCED' : notBefore === null ? 'BASELINE' : 'UNANNOUNCED';

const actsAround = async (db: Db, accounts: readonly Account[]): Promise<Acted[]> => {
  const open = accounts.map((account) => (account.putBy || account.notBefore === null ? undefined : account));
  const of = <T>(pick: (account: Account) => T): (T | null)[] => open.map((one) => (one ? pick(one) : null));
  const { rows } = await db.query<Acted>(sql`
    with asked as materialized (
      select * from unnest(
        ${of(({ host }) => markOf.host(host))}::text[], ${of(({ part }) => part.replace(/^(service|package):/, ''))}::text[],
        ${of(({ environment }) => environment)}::text[], ${of(({ notBefore }) => notBefore)}::timestamptz[],
        ${of(({ since }) => since)}::timestamptz[]
      ) with ordinality q(mark, service, environment, since, until, n) where mark is not null
    )
    select q.n::int, a.id, a.kind from asked q
    join audit_mark m on m.mark = q.mark and m.at >= q.since and m.at <= q.until + ${LONGEST_RUN}::interval
    join audit a on a.place = m.place and a.id = m.id
    where a.kind in ('DEPLOYMENT', 'EXECUTION', 'ACCESS') and coalesce(a.started_at, a.at) <= q.until
    union
    select q.n::int, a.id, a.kind from asked q
    join deployment_host d on d.service = q.service and d.environment = q.environment and d.host = ''
      and d.at >= q.since and d.at <= q.until
    join audit a on a.key = d.key and a.kind = 'DEPLOYMENT'
    order by 1, 2`);
  return rows;
};
