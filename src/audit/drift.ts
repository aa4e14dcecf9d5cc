import { packageOf, packagePart } from '../projections/audit/hosts.js';
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

interface OnHost {
  readonly host: string;
  readonly part: string;
  readonly value: string;
}

const NOT_A_HOST = '';

/** Where hosts differ: in the parts given, and in anything else that they report of themselves. */
export const driftAmong = async (db: Db, parts: readonly Account[], at: Date): Promise<Drift[]> => {
  const onHosts = parts.filter(({ host }) => host !== NOT_A_HOST);
  const hosts = [...new Set(onHosts.map(({ host }) => host))].sort();
  if (hosts.length < 2) return [];
  const { reporting, rows } = await unlikeReports(db, hosts, at);
  const own = new Set(onHosts.flatMap(namesOf));
  const others = rows.filter(({ part }) => !own.has(part));
  return [
    ...differing(onHosts, (part) => (part === 'configuration' ? reporting : new Set(hosts))),
    ...differing(others, () => reporting),
  ];
};

/** What hosts report of the parts in which they are not all alike, and which of them report at all. */
const unlikeReports = async (db: Db, hosts: readonly string[], at: Date) => {
  const { rows } = await db.query<OnHost & { reporting: string[] }>(sql`
    with stood as materialized (
      select p.host, p.part, p.value collate "C" as value from host_part p
      where p.host = any(${hosts}) and p.valid_from <= ${at} and p.valid_to > ${at}
    ),
    reporting as (select array_agg(distinct host) as hosts from stood),
    unlike as (
      select part from stood group by part
      having min(value) <> max(value) or count(*) < (select cardinality(hosts) from reporting)
    )
    select r.hosts as reporting, s.host, s.part, s.value from unlike join stood s using (part) cross join reporting r
    order by s.part, s.host`);
  return { reporting: new Set(rows[0]?.reporting ?? []), rows };
};

/** By which hosts may report it. */
const namesOf = ({ part, artifact }: Account): string[] => [
  part,
  part.replace(/^service:/, 'package:'),
  packagePart(packageOf(artifact) ?? ''),
];

/** @param expectedOn the hosts that would have the part if all were alike. */
const differing = (rows: readonly OnHost[], expectedOn: (part: string) => ReadonlySet<string>): Drift[] =>
  [...groupBy(rows, ({ part }) => part)].flatMap(([part, found]) => {
    const having = new Set(found.map(({ host }) => host));
    const without = [...expectedOn(part)].filter((host) => !having.has(host)).sort();
    const values = [...groupBy(found, ({ value }) => value)].map(([value, on]) => ({
      value: value as string | null,
      hosts: on.map(({ host }) => host).sort(),
    }));
    const all = without.length > 0 ? [...values, { value: null, hosts: without }] : values;
    if (all.length < 2) return [];
    return [{ part, values: all.sort((a, b) => b.hosts.length - a.hosts.length) }];
  });
