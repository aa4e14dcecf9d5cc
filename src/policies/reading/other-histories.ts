import { inOrder } from '../../events/current.js';
import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { readByIds } from '../../projections/story.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { type About, after, type History, ofType } from '../history.js';
import type { Standing } from './change-histories.js';
import { eventsOfKeys } from './events-of-keys.js';
import { peopleIn } from './people-in.js';

export type OtherAbout = Exclude<About, 'CHANGE'>;

/** Of what is no change: the prefix of its keys. */
export const PREFIX: Readonly<Record<OtherAbout, string>> = {
  ACCESS: 'access:',
  EXECUTION: 'execution:',
  RESOURCE: 'resource:',
  ITEM: 'item:',
};

/** The longest time that the control of new servers may look ahead. */
const LONGEST_AUDIT_MINUTES = 7 * 1_440;

/** Names in order, page by page. */
export const namesAfter = async (
  db: Db,
  about: OtherAbout,
  { after: last, limit }: { after: string; limit: number },
): Promise<string[]> => {
  const prefix = PREFIX[about];
  const { rows } = await db.query<{ key: string }>(sql`
    select distinct key from throughline.event_key
    where key > ${prefix + last} and key < ${`${prefix.slice(0, -1)};`} order by key limit ${limit}`);
  return rows.map(({ key }) => key.slice(prefix.length));
};

/** The histories of shells, executions, servers or items: their own events, and what ran on a new server. */
export const otherHistories = async (
  db: Db,
  about: OtherAbout,
  names: readonly string[],
  standing: Standing,
): Promise<History[]> => {
  const told = await eventsOfKeys(
    db,
    names.map((name) => PREFIX[about] + name),
    standing.asOf,
    { linked: false },
  );
  const own = names.map((name) =>
    (told.get(PREFIX[about] + name) ?? []).filter((event) => isOwn(event, about, name)),
  );
  const events = about === 'RESOURCE' ? await withRuns(db, own, standing) : own;
  const hosts = about === 'ACCESS' ? await environmentsOfHosts(db, own, standing.asOf) : new Map();
  const people = await peopleIn(db, events, []);
  return names.flatMap((name, i): History[] => {
    const first = own[i]![0];
    if (!first) return [];
    const environment = environmentOf(own[i]!, hosts);
    if (environment !== '' && about !== 'ITEM' && !standing.environments.includes(environment)) return [];
    const service =
      own[i]!.map((event) => ('service' in event ? event.service : undefined)).find(Boolean) ?? '';
    return [
      {
        subject: { about, name, service, environment, title: titleOf(own[i]!) ?? name, at: first.at },
        events: events[i]!,
        edits: [],
        shas: [],
        deployed: undefined,
        people: people(service),
        now: standing.now,
      },
    ];
  });
};

/** Not what only names it. */
const isOwn = (event: DeliveryEvent, about: OtherAbout, name: string): boolean => {
  if (about === 'ITEM') return 'item' in event && event.item === name && !('incident' in event);
  const field = about.toLowerCase() as 'access' | 'execution' | 'resource';
  return event.type.startsWith(`${field}.`) && field in event && event[field as never] === name;
};

const titleOf = (events: readonly DeliveryEvent[]): string | undefined =>
  events
    .map((event) => ('title' in event ? event.title : 'action' in event ? event.action : undefined))
    .find(Boolean);

const environmentOf = (events: readonly DeliveryEvent[], hosts: ReadonlyMap<string, string>): string => {
  for (const event of events) {
    if ('environment' in event && event.environment) return event.environment;
    const known = 'host' in event && event.host ? hosts.get(event.host.toLowerCase()) : undefined;
    if (known) return known;
  }
  return '';
};

/** Adds to each new server what ran on any host while its audit was due; the control knows which is about it. */
const withRuns = async (
  db: Db,
  own: readonly DeliveryEvent[][],
  { asOf }: Standing,
): Promise<DeliveryEvent[][]> => {
  const result: DeliveryEvent[][] = [];
  for (const events of own) {
    const created = ofType(events, 'resource.created').find(({ kind }) => kind === 'server');
    result.push(created ? [...events, ...(await runsOn(db, created, asOf))].sort(inOrder) : events);
  }
  return result;
};

const runsOn = async (db: Db, created: EventOf<'resource.created'>, asOf: Date): Promise<DeliveryEvent[]> => {
  const names = [...new Set([created.host, ...(created.aliases ?? []), created.resource])].filter(
    Boolean,
  ) as string[];
  const { rows } = await db.query<{ id: string }>(sql`
    select distinct e.id from throughline.event e
    where e.type in ('execution.finished', 'verification.finished')
      and e.at >= ${created.at} and e.at <= ${after(created.at, LONGEST_AUDIT_MINUTES)} and e.recorded_at <= ${asOf}
      and exists (select from unnest(${names}::text[]) n(name) where strpos(lower(e.data), lower(n.name)) > 0)
    order by e.id limit 1000`);
  const told = await readByIds(
    db,
    rows.map(({ id }) => id),
    asOf,
  );
  return told.map(({ event }) => event);
};

/** By all names of the servers that are known. */
const environmentsOfHosts = async (
  db: Db,
  own: readonly (readonly DeliveryEvent[])[],
  asOf: Date,
): Promise<Map<string, string>> => {
  const hosts = own
    .flat()
    .flatMap((event) => ('host' in event && event.host ? [event.host.toLowerCase()] : []));
  if (hosts.length === 0) return new Map();
  const { rows } = await db.query<{ data: string }>(sql`
    select e.data from throughline.event e
    where e.type = 'resource.created' and e.recorded_at <= ${asOf} and e.data like '%"kind":"server"%'
    order by e.at, e.id, e.digest`);
  const known = new Map<string, string>();
  for (const { data } of rows) {
    const { host, aliases, environment } = JSON.parse(data) as EventOf<'resource.created'>;
    if (!environment) continue;
    for (const name of [host, ...(aliases ?? [])]) if (name) known.set(name.toLowerCase(), environment);
  }
  return known;
};
