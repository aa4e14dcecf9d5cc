import { readIn } from '../metrics/read.js';
import { keysOf } from '../projections/keys.js';
import { readByIds } from '../projections/story.js';
import { groupBy } from '../support/group-by.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { type AuditStore, walkTrail } from './export.js';
import { type AuditFilter, refuseVerdicts } from './question.js';
import type { AuditLine } from './trail.js';

/** Deployments that the same sources saw. */
export interface Sighting {
  /** By name. */
  readonly sources: readonly string[];
  readonly count: number;
  /** Ids of the newest of them, at most ten. */
  readonly examples: readonly string[];
}

export interface Sightings {
  readonly asOf: Date;
  readonly count: number;
  /** Those that the fewest sources saw first. */
  readonly groups: readonly Sighting[];
}

const MOST_EXAMPLES = 10;
const LINK = /^(execution|run|build|trace|item|approval):/;
/** More events than these share a link only by habit, such as one ticket for everything. */
const MOST_EVENTS_OF_A_LINK = 300;

/**
 * Which sources saw each deployment of a population: those that told of it, of the runs, builds, approvals and tickets
 * that it is linked with, and the hosts that reported the service anew within a day. What one saw and the others did not
 * stands apart. The kinds of the filter do not matter.
 *
 * @throws UserError when the filter is wrong.
 */
export const sightingsOf = async (store: AuditStore, filter: AuditFilter): Promise<Sightings> => {
  refuseVerdicts(filter);
  const { schema } = await store.readModels.schemaFor(filter.asOf ?? undefined);
  const walked = await walkTrail(store, { ...filter, kinds: ['DEPLOYMENT'] });
  const groups = new Map<string, { sources: readonly string[]; count: number; examples: string[] }>();
  let count = 0;
  for await (const lines of walked.pages()) {
    const seen = await readIn(store.pool, schema, (db) => sourcesOf(db, lines, walked.asOf));
    count += lines.length;
    for (const [i, { id }] of lines.entries()) {
      const sources = seen[i]!;
      const group = groups.get(sources.join('\n')) ?? { sources, count: 0, examples: [] };
      group.count += 1;
      if (group.examples.length < MOST_EXAMPLES) group.examples.push(id);
      groups.set(sources.join('\n'), group);
    }
  }
  return { asOf: walked.asOf, count, groups: [...groups.values()].sort(fewestFirst) };
};

const fewestFirst = (a: Sighting, b: Sighting): number =>
  a.sources.length - b.sources.length || (a.sources.join('\n') < b.sources.join('\n') ? -1 : 1);

/** In the order of the lines. */
const sourcesOf = async (db: Db, lines: readonly AuditLine[], asOf: Date): Promise<string[][]> => {
  const seen = lines.map(() => new Set<string>());
  for (const { n, source } of [...(await tellersOf(db, lines, asOf)), ...(await hostsOf(db, lines, asOf))])
    seen[n]!.add(source);
  return seen.map((sources) => [...sources].sort());
};

interface Seen {
  /** The index of the line. */
  readonly n: number;
  readonly source: string;
}

const tellersOf = async (db: Db, lines: readonly AuditLine[], asOf: Date): Promise<Seen[]> => {
  const told = await readByIds(
    db,
    lines.flatMap(({ event_ids }) => event_ids),
    asOf,
  );
  const byId = groupBy(told, ({ id }) => id);
  const own = lines.map(({ event_ids }) => event_ids.flatMap((id) => byId.get(id) ?? []));
  const links = own.map((events) => [
    ...new Set(events.flatMap(({ event }) => keysOf(event)).filter((key) => LINK.test(key))),
  ]);
  const linked = await sourcesOfLinks(db, [...new Set(links.flat())], asOf);
  return lines.flatMap((_, n) => [
    ...own[n]!.map(({ source }) => ({ n, source })),
    ...links[n]!.flatMap((key) => (linked.get(key) ?? []).map(({ source }) => ({ n, source }))),
  ]);
};

const sourcesOfLinks = async (db: Db, keys: readonly string[], asOf: Date) => {
  const { rows } = await db.query<{ key: string; source: string }>(sql`
    select distinct w.key, e.source from unnest(${keys}::text[]) w(key)
    cross join lateral (
      select k.event_id from throughline.event_key k where k.key = w.key
      order by k.event_id limit ${MOST_EVENTS_OF_A_LINK}
    ) k
    join throughline.event e on e.id = k.event_id and e.recorded_at <= ${asOf}
    order by w.key, e.source`);
  return groupBy(rows, ({ key }) => key);
};

const hostsOf = async (db: Db, lines: readonly AuditLine[], asOf: Date): Promise<Seen[]> => {
  const wanted = lines.flatMap(({ hosts, service, at }, n) =>
    hosts.map((host) => ({ n, host, service, at })),
  );
  const { rows } = await db.query<Seen>(sql`
    select distinct w.n, e.source
    from unnest(${wanted.map(({ n }) => n)}::int[], ${wanted.map(({ host }) => host)}::text[],
      ${wanted.map(({ service }) => service)}::text[], ${wanted.map(({ at }) => at)}::timestamptz[]
    ) w(n, host, service, at)
    join host_part h on h.host = w.host and h.part in ('service:' || w.service, 'package:' || w.service)
      and h.valid_from >= w.at and h.valid_from < w.at + interval '1 day'
    join throughline.event e on e.id = h.event_id and e.type = 'host.reported' and e.recorded_at <= ${asOf}
    order by w.n, e.source`);
  return rows;
};
