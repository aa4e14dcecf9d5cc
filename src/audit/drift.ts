import { CONFIGURATION, packageOf, packagePart } from '../projections/audit/hosts.js';
import { groupBy } from '../support/group-by.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import type { Account } from './parts.js';

/** A part that differs among hosts that should be alike. */
export interface Drift {
  readonly part: string;
  /** The most common first. */
  readonly values: readonly { readonly value: string | null; readonly hosts: readonly string[] }[];
}

/** The hosts that have a part in one way. */
interface Way {
  readonly part: string;
  readonly value: string;
  readonly hosts: readonly string[];
}

const NOT_A_HOST = '';

/** Where hosts differ: in the parts given, and in anything else that they report of themselves. */
export const driftAmong = async (db: Db, parts: readonly Account[], at: Date): Promise<Drift[]> => {
  const onHosts = parts.filter(({ host }) => host !== NOT_A_HOST);
  const hosts = [...new Set(onHosts.map(({ host }) => host))].sort();
  if (hosts.length < 2) return [];
  const reporting = await reportingHosts(db, hosts, at);
  const own = new Set(onHosts.flatMap(namesOf));
  const others = (await unlikeReports(db, reporting, at)).filter(({ part }) => !own.has(part));
  return [
    ...differing(waysOf(onHosts), (part) => (part === CONFIGURATION ? reporting : hosts)),
    ...differing(others, () => reporting),
  ];
};

const waysOf = (parts: readonly Account[]): Way[] =>
  [...groupBy(parts, ({ part, value }) => JSON.stringify([part, value])).values()].map((alike) => ({
    part: alike[0]!.part,
    value: alike[0]!.value,
    hosts: alike.map(({ host }) => host).sort(),
  }));

const reportingHosts = async (db: Db, hosts: readonly string[], at: Date): Promise<string[]> => {
  const { rows } = await db.query<{ host: string }>(sql`
    select h.host from unnest(${hosts}::text[]) h(host)
    where exists (select from host_part p where p.host = h.host and p.valid_from <= ${at} and p.valid_to > ${at})
    order by h.host`);
  return rows.map(({ host }) => host);
};

/** What hosts report of the parts in which they are not all alike. */
const unlikeReports = async (db: Db, hosts: readonly string[], at: Date): Promise<Way[]> => {
  const { rows } = await db.query<Way>(sql`
    select part, value, hosts from (
      select part, value, hosts, count(*) over ofpart as ways, sum(cardinality(hosts)) over ofpart as total from (
        select p.part collate "C" as part, p.value collate "C" as value, array_agg(p.host) as hosts from host_part p
        where p.host = any(${hosts}) and p.valid_from <= ${at} and p.valid_to > ${at} group by 1, 2
      ) way window ofpart as (partition by part)
    ) counted where ways > 1 or total < ${hosts.length} order by part, value`);
  return rows.map((way) => ({ ...way, hosts: [...way.hosts].sort() }));
};

/** By which hosts may report it. */
const namesOf = ({ part, artifact }: Account): string[] => [
  part,
  part.replace(/^service:/, 'package:'),
  packagePart(packageOf(artifact) ?? ''),
];

/** @param expectedOn the hosts that would have the part if all were alike. */
const differing = (ways: readonly Way[], expectedOn: (part: string) => readonly string[]): Drift[] =>
  [...groupBy(ways, ({ part }) => part)].flatMap(([part, found]) => {
    const having = new Set(found.flatMap(({ hosts }) => hosts));
    const without = expectedOn(part).filter((host) => !having.has(host));
    const values = [
      ...found.map(({ value, hosts }) => ({ value, hosts })),
      ...(without.length > 0 ? [{ value: null, hosts: without }] : []),
    ];
    if (values.length < 2) return [];
    return [{ part, values: values.sort((a, b) => b.hosts.length - a.hosts.length) }];
  });
