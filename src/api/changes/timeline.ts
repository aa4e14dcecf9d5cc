import { inOrder } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { changeKey, commitKey, deploymentKey } from '../../projections/keys.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { DeliveryRow, ScrapRow } from './change-outcomes.js';
import type { ChangeRef } from './change-records.js';

/** A telling of a fact, as it was stored. */
export interface ToldEvent {
  readonly id: string;
  readonly digest: string;
  readonly recorded_at: Date;
  readonly source: string;
  readonly delivery_key: string;
  readonly data: string;
  readonly event: DeliveryEvent;
}

export interface Story {
  readonly ref: ChangeRef;
  /** Shas of the commits of a change request. */
  readonly members: readonly string[];
  readonly deliveries: readonly DeliveryRow[];
  readonly scrap: readonly ScrapRow[];
  /** Only what was recorded until then. */
  readonly asOf: Date;
}

/** The events of a change, of its commits, of the deployments that delivered it and of what proves it scrapped, by time. */
export const loadTimeline = async (db: Db, story: Story): Promise<ToldEvent[]> => {
  const { rows } = await db.query<Omit<ToldEvent, 'event'>>(sql`
    select e.id, e.digest, e.recorded_at, e.source, e.delivery_key, e.data
    from throughline.event e
    where e.recorded_at <= ${story.asOf} and e.id in (
      select k.event_id from throughline.event_key k where k.key = any(${keysOf(story)})
      union select unnest(${story.scrap.map(({ evidence }) => evidence)}::text[])
    )
    order by e.id, e.recorded_at, e.digest`);
  const told = rows.map((row) => ({ ...row, event: JSON.parse(row.data) as DeliveryEvent }));
  return [...groupBy(told, ({ id }) => id).values()]
    .map(newestTelling)
    .filter(({ event }) => !event.retracted)
    .sort((a, b) => inOrder(a.event, b.event));
};

const keysOf = ({ ref, members, deliveries }: Story): string[] => [
  ...ownKeys(ref),
  ...members.map((sha) => commitKey(ref.repo, sha)),
  ...deliveries.map(({ service, environment, deployment }) =>
    deploymentKey(service, environment, deployment),
  ),
];

const ownKeys = ({ kind, repo, id }: ChangeRef): string[] => {
  if (kind === 'COMMIT') return [commitKey(repo, id)];
  if (kind === 'PULL_REQUEST') return [changeKey(repo, id)];
  return [kind === 'ARTIFACT' ? `artifact:${id}` : `item:${id}`];
};

/** Of the tellings of one fact, in order of recording: the highest revision, and of those the first. */
const newestTelling = (tellings: readonly ToldEvent[]): ToldEvent =>
  tellings.reduce((best, next) => ((next.event.revision ?? 0) > (best.event.revision ?? 0) ? next : best));
