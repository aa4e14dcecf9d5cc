import type { About } from '../policies/history.js';
import type { Verdict } from '../policies/policy.js';
import { holding } from '../policies/read-findings.js';
import type { Db } from '../support/rows.js';
import { raw, type Sql, sql } from '../support/sql.js';
import type { AuditKind } from './question.js';

/** As what a line is judged itself. A deployment is judged by the changes that it delivered. */
export const ABOUT_OF_KIND: Readonly<Partial<Record<AuditKind, About>>> = {
  CHANGE: 'CHANGE',
  COMMIT: 'CHANGE',
  ACCESS: 'ACCESS',
  EXECUTION: 'EXECUTION',
  AUTOMATION: 'EXECUTION',
  RESOURCE: 'RESOURCE',
};

const ABOUT_OF_LINE = raw(
  `case a.kind ${Object.entries(ABOUT_OF_KIND)
    .map(([kind, about]) => `when '${kind}' then '${about}'`)
    .join(' ')} end`,
);

/** The key of a deployment is `deployment:SERVICE/ENVIRONMENT/ID`. */
const DEPLOYMENT_OF_LINE = raw('substr(a.key, length(a.service) + length(a.environment) + 14)');

const deliveredBy = (table: 'delivered_change' | 'delivered_commit', name: string): Sql => sql`
  select ${raw(name)} as subject from ${raw(table)} d
  where d.service = a.service and d.environment = a.environment and d.delivered_at = a.at
    and d.deployment = ${DEPLOYMENT_OF_LINE}`;

/** The subjects that a deployment `a` delivered. */
export const DELIVERED = sql`${deliveredBy('delivered_change', `d.repo || '#' || d.id`)}
  union all ${deliveredBy('delivered_commit', `d.repo || '@' || d.sha`)}`;

/**
 * That one of the verdicts holds on a line `a` of the trail. Each `offset 0` keeps the database from what it would rather
 * do: gather all verdicts that were ever given, or look for a line's own among all that say the same.
 */
export const judgedAs = (verdicts: readonly Verdict[], asOf: Date | null | undefined): Sql => {
  const fits = sql`f.verdict = any(${verdicts}) and ${holding({ asOf })}`;
  return sql`case when a.kind = 'DEPLOYMENT' then exists (
    select from (${DELIVERED}) d cross join lateral (
      select f.* from throughline.finding f
      where f.subject = d.subject and f.service = a.service and f.environment = a.environment offset 0
    ) f where f.about = 'CHANGE' and ${fits} offset 0
  ) else exists (
    select from (
      select f.* from throughline.finding f where f.subject = substr(a.key, strpos(a.key, ':') + 1) offset 0
    ) f where f.about = ${ABOUT_OF_LINE} and ${fits} offset 0
  ) end`;
};

/** What was judged, and where. */
interface Judged {
  readonly about: About;
  readonly service: string;
  readonly subject: string;
  readonly environment: string;
}

/** More lines than these are not looked up by their keys. */
const RARE = 500;

/**
 * The keys of all lines on which one of the verdicts was ever given, and of deployments that delivered such changes.
 *
 * @returns undefined when they are not rare.
 */
export const keysJudgedAs = async (db: Db, verdicts: readonly Verdict[]): Promise<string[] | undefined> => {
  if (verdicts.includes('PASS')) return undefined;
  const { rows: judged } = await db.query<Judged>(sql`
    select f.about, f.service, f.subject, f.environment from throughline.finding f
    where f.verdict = any(${verdicts}) and f.verdict <> 'PASS' limit ${RARE + 1}`);
  if (judged.length > RARE) return undefined;
  const own = judged.flatMap(({ about, subject }) => PREFIXES[about].map((prefix) => `${prefix}:${subject}`));
  return [...new Set([...own, ...(await deploymentsOf(db, judged))])];
};

/** How the keys of lines begin that were judged themselves. An item has no line. */
const PREFIXES: Readonly<Record<About, readonly string[]>> = {
  CHANGE: ['change', 'commit'],
  ACCESS: ['access'],
  EXECUTION: ['execution'],
  RESOURCE: ['resource'],
  ITEM: [],
};

/** A change is `REPO#NUMBER` or `REPO@SHA`; a name may hold such a sign itself, so that it is parted at each. */
const deploymentsOf = async (db: Db, judged: readonly Judged[]): Promise<string[]> => {
  // Several policies may say the same of one change.
  const changes = new Map(
    judged
      .filter(({ about }) => about === 'CHANGE')
      .map((one) => [`${one.service}\n${one.environment}\n${one.subject}`, one]),
  );
  const parted = [...changes.values()].flatMap(({ subject, ...place }) =>
    [...subject.matchAll(/[#@]/g)].map(({ 0: sign, index }) => ({
      ...place,
      sign,
      repo: subject.slice(0, index),
      id: subject.slice(index + 1),
    })),
  );
  if (parted.length === 0) return [];
  const { rows } = await db.query<{ key: string }>(sql`
    with judged as materialized (
      select * from unnest(${parted.map(({ sign }) => sign)}::text[], ${parted.map(({ service }) => service)}::text[],
        ${parted.map(({ environment }) => environment)}::text[], ${parted.map(({ repo }) => repo)}::text[],
        ${parted.map(({ id }) => id)}::text[]) as j(sign, service, environment, repo, id)
    )
    select 'deployment:' || d.service || '/' || d.environment || '/' || d.deployment as key
    from judged j join delivered_change d using (service, environment, repo, id) where j.sign = '#'
    union
    select 'deployment:' || d.service || '/' || d.environment || '/' || d.deployment
    from judged j join delivered_commit d
      on d.service = j.service and d.environment = j.environment and d.repo = j.repo and d.sha = j.id
    where j.sign = '@'`);
  return rows.map(({ key }) => key);
};
