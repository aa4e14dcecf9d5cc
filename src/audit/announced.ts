import { markOf } from '../projections/audit/marks.js';
import { distinctBy } from '../support/distinct.js';
import { type Db, together } from '../support/rows.js';
import { type Sql, sql } from '../support/sql.js';
import type { Account } from './parts.js';
import type { AuditKind } from './question.js';

/** BASELINE: it was there when the host was first heard of, so nothing says that it is a change. */
export type Announcement = 'ANNOUNCED' | 'UNANNOUNCED' | 'BASELINE';

/** A part of a host, and what put it there. */
export interface Part extends Account {
  readonly announcement: Announcement;
  /** Ids of the deployments and executions behind it, at most twenty, the latest first. */
  readonly behind: readonly string[];
  /** Ids of the shells that were open on the host meanwhile, at most twenty: where to ask. */
  readonly shells: readonly string[];
}

/** A run that is told to have ended so long after what it did is still behind it. */
const LONGEST_RUN = '1 day';
const MOST_ACTS = 20;

/**
 * What is behind each part: what its own account names; else the deployments and executions on that host, or
 * deployments of its service on the whole environment, between when it was last seen otherwise and when it was seen.
 */
export const announce = async (db: Db, accounts: readonly Account[]): Promise<Part[]> => {
  const open = accounts.filter(isOpen);
  const [acts, deployments] = await together([actsOnHosts(db, open), deploymentsEverywhere(db, open)]);
  const [onHosts, everywhere] = [byQuestion(acts), byQuestion(deployments)];
  return accounts.map((account) => {
    const [wide, here] = isOpen(account)
      ? [everywhere.get(partOf(account)), onHosts.get(windowOf(account))]
      : [undefined, undefined];
    const behind = account.putBy ? [account.putBy] : [...(wide?.acts ?? []), ...(here?.acts ?? [])];
    const announcement = announcementOf(account, behind);
    return { ...account, behind, shells: here?.shells ?? [], announcement };
  });
};

/** What answers a question, ids in lists: a row for each of them would take longer to read than to find. */
interface Acted {
  readonly question: string;
  readonly acts: readonly string[];
}

interface ActedOnHost extends Acted {
  readonly shells: readonly string[];
}

const byQuestion = <A extends Acted>(acted: readonly A[]): ReadonlyMap<string, A> =>
  new Map(acted.map((one) => [one.question, one]));

const isOpen = ({ putBy, notBefore }: Account): boolean => putBy === null && notBefore !== null;

const announcementOf = ({ notBefore }: Account, behind: readonly string[]): Announcement =>
  behind.length > 0 ? 'ANNOUNCED' : notBefore === null ? 'BASELINE' : 'UNANNOUNCED';

/** All that one report told of a host is one question. */
const windowOf = ({ host, notBefore, since }: Account): string =>
  `${notBefore?.getTime()} ${since.getTime()} ${host}`;

const partOf = ({ part, environment, notBefore, since }: Account): string =>
  `${notBefore?.getTime()} ${since.getTime()} ${environment}\n${part}`;

/** The latest of each question: what was done, and who had a shell meanwhile. */
const actsOnHosts = async (db: Db, open: readonly Account[]): Promise<ActedOnHost[]> => {
  const asked = distinctBy(open, windowOf);
  const { rows } = await db.query<ActedOnHost>(sql`
    with asked as materialized (
      select * from unnest(${asked.map(windowOf)}::text[], ${asked.map(({ host }) => markOf.host(host))}::text[],
        ${asked.map(({ notBefore }) => notBefore)}::timestamptz[], ${asked.map(({ since }) => since)}::timestamptz[]
      ) q(question, mark, since, until)
    )
    select q.question, ${latestOf(['DEPLOYMENT', 'EXECUTION'])} as acts, ${latestOf(['ACCESS'])} as shells from asked q`);
  return rows;
};

/** The marks tell all of it: a line of the trail is read for none of them. */
const latestOf = (kinds: readonly AuditKind[]): Sql => sql`(
  select coalesce(json_agg(l.id order by l.at desc, l.id), '[]') from (
    select m.id, m.at from audit_mark m
    where m.mark = q.mark and m.at >= q.since and m.at <= q.until + ${LONGEST_RUN}::interval
      and m.kind = any(${kinds}) and coalesce(m.started_at, m.at) <= q.until
    order by m.at desc, m.id limit ${MOST_ACTS}
  ) l)`;

const SERVICE_OR_PACKAGE = /^(service|package):/;

/** Deployments that do not say on which hosts. */
const deploymentsEverywhere = async (db: Db, open: readonly Account[]): Promise<Acted[]> => {
  const asked = distinctBy(
    open.filter(({ part, environment }) => environment !== null && SERVICE_OR_PACKAGE.test(part)),
    partOf,
  );
  const { rows } = await db.query<Acted>(sql`
    select q.question, json_agg(a.id order by a.at desc, a.id) as acts
    from unnest(${asked.map(partOf)}::text[], ${asked.map(({ part }) => part.replace(SERVICE_OR_PACKAGE, ''))}::text[],
      ${asked.map(({ environment }) => environment)}::text[], ${asked.map(({ notBefore }) => notBefore)}::timestamptz[],
      ${asked.map(({ since }) => since)}::timestamptz[]
    ) q(question, service, environment, since, until)
    join deployment_host d on d.service = q.service and d.environment = q.environment and d.host = ''
      and d.at >= q.since and d.at <= q.until
    join audit a on a.key = d.key and a.kind = 'DEPLOYMENT'
    group by q.question`);
  return rows;
};
