import { servicesOf } from '../../projections/derived/services.js';
import { CARRIERS, CHANGES } from '../../projections/story.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { ChangeOf } from './changes.js';
import { type OtherAbout, PREFIX } from './other-histories.js';

/** What news concerns. */
export interface Touched {
  /** Who people are changed, so any verdict may. */
  readonly everything: boolean;
  readonly changes: readonly ChangeOf[];
  readonly others: ReadonlyMap<OtherAbout, readonly string[]>;
}

const PEOPLE = /^(identity|person|team|service):/;
/** More news than this is sooner judged whole. */
const MOST_KEYS = 50_000;
const MOST_STEPS = 8;
const MOST_EVENTS_OF_A_KEY = 300;

/** What the events recorded in (from, to] concern: along what they link to, as stories are gathered, but backwards. */
export const touchedBy = async (db: Db, from: Date, to: Date): Promise<Touched> => {
  const { rows } = await db.query<{ key: string }>(sql`
    select distinct k.key from throughline.event e join throughline.event_key k on k.event_id = e.id
    where e.recorded_at > ${from} and e.recorded_at <= ${to} order by k.key limit ${MOST_KEYS + 1}`);
  const keys = rows.map(({ key }) => key);
  const everything = keys.length > MOST_KEYS || keys.some((key) => PEOPLE.test(key));
  if (everything) return { everything, changes: [], others: new Map() };
  const reached = await reachedFrom(db, [...keys, ...(await runsOfEdited(db, from, to))]);
  return { everything, changes: await changesOf(db, reached), others: othersIn(keys) };
};

const othersIn = (keys: readonly string[]): Map<OtherAbout, string[]> =>
  new Map(
    Object.entries(PREFIX).map(([about, prefix]) => [
      about as OtherAbout,
      keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    ]),
  );

/** As many runs after an edit are judged again when it is told late; more of them sooner with everything else. */
const MOST_RUNS_AFTER_AN_EDIT = 1_000;

/** What ran after its definition was edited, of the edits that are news. */
const runsOfEdited = async (db: Db, from: Date, to: Date): Promise<string[]> => {
  const { rows } = await db.query<{ key: string }>(sql`
    with edited as materialized (
      select d.key, min(e.at) as at from throughline.event e
      join throughline.event_key d on d.event_id = e.id and d.key like 'definition:%' and not d.linked
      where e.recorded_at > ${from} and e.recorded_at <= ${to} and e.type like 'resource.%' group by d.key
    )
    select distinct r.key from edited cross join lateral (
      select x.id from throughline.event x
      where x.type = 'execution.finished' and x.at >= edited.at order by x.at limit ${MOST_RUNS_AFTER_AN_EDIT}
    ) ran
    join throughline.event_key k on k.key = edited.key and k.linked and k.event_id = ran.id
    join throughline.event_key r on r.event_id = ran.id and r.key like 'execution:%' order by r.key`);
  return rows.map(({ key }) => key);
};

/** It ends at changes: what they lead to further is of their own story. */
const reachedFrom = async (db: Db, keys: readonly string[]): Promise<string[]> => {
  const reached = new Set(keys);
  let next = keys.filter((key) => CARRIERS.test(key));
  for (let step = 0; step < MOST_STEPS && next.length > 0; step += 1) {
    const { rows } = await db.query<{ key: string }>(sql`
      select distinct other.key
      from unnest(${next}::text[]) as wanted(key)
      cross join lateral (
        select k.event_id from throughline.event_key k where k.key = wanted.key order by k.linked, k.event_id limit ${MOST_EVENTS_OF_A_KEY}
      ) shared
      join throughline.event_key other on other.event_id = shared.event_id order by other.key`);
    const found = rows.map(({ key }) => key).filter((key) => !reached.has(key));
    for (const key of found) reached.add(key);
    next = found.filter((key) => CARRIERS.test(key));
  }
  return [...reached].filter((key) => CHANGES.test(key) || /^(deployment|item):/.test(key));
};

/** A commit counts for its change request; a deployment for all that it delivered, a ticket for all that name it. */
const changesOf = async (db: Db, keys: readonly string[]): Promise<ChangeOf[]> => {
  const pairs = keys.flatMap((key) => {
    const [, repo, id] = /^(?:commit:(?=[^#]*@)|change:)(.*)[@#]([^@#]*)$/.exec(key) ?? [];
    return repo && id ? [{ repo, id }] : [];
  });
  const deployments = keys.filter((key) => key.startsWith('deployment:')).map((key) => key.slice(11));
  const items = keys.filter((key) => key.startsWith('item:')).map((key) => key.slice(5));
  const { rows } = await db.query<{ repo: string; id: string }>(sql`
    with wanted as materialized (
      select distinct * from unnest(${pairs.map(({ repo }) => repo)}::text[], ${pairs.map(({ id }) => id)}::text[]) as w(repo, id)
    ), deployed as materialized (
      select d.service, d.environment, d.id from deployment d
      where d.service || '/' || d.environment || '/' || d.id = any(${deployments})
    )
    select repo, id from wanted
    union select repo, id from item_change where item = any(${items})
    union select m.repo, m.change from wanted join change_commit m on m.repo = wanted.repo and m.sha = wanted.id
    union select c.repo, c.id from deployed join delivered_change c
      on c.service = deployed.service and c.environment = deployed.environment and c.deployment = deployed.id
    union select c.repo, c.sha from deployed join delivered_commit c
      on c.service = deployed.service and c.environment = deployed.environment and c.deployment = deployed.id
    order by repo, id`);
  return standing(db, rows);
};

/** Those that are judged, in every service that they belong to. */
const standing = async (
  db: Db,
  refs: readonly { readonly repo: string; readonly id: string }[],
): Promise<ChangeOf[]> => {
  const services = await servicesOf(db, [...new Set(refs.map(({ repo }) => repo))]);
  const named = refs.flatMap(({ repo, id }) =>
    (services.get(repo) ?? []).map((service) => ({ service, repo, id })),
  );
  const { rows } = await db.query<ChangeOf>(sql`
    select c.service, c.repo, c.id, c.kind, c.at, c.title
    from unnest(${named.map(({ service }) => service)}::text[], ${named.map(({ repo }) => repo)}::text[],
      ${named.map(({ id }) => id)}::text[]) as w(service, repo, id)
    join service_change c on c.service = w.service and c.repo = w.repo and c.id = w.id
    where c.counted order by c.service, c.repo, c.id`);
  return rows;
};
