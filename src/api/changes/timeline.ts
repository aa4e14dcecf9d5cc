import { changeKey, commitKey, deploymentKey } from '../../projections/keys.js';
import { gatherStory, type Story } from '../../projections/story.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { DeliveryRow, ScrapRow } from './change-outcomes.js';
import type { ChangeRef } from './change-records.js';

export interface StoryOf {
  readonly ref: ChangeRef;
  /** Shas of the commits of a change request. */
  readonly members: readonly string[];
  readonly deliveries: readonly DeliveryRow[];
  readonly scrap: readonly ScrapRow[];
  /** Only what was recorded until then. */
  readonly asOf: Date;
}

/**
 * The events of a change, of its commits, of the deployments that delivered it, of what proves it scrapped, and of
 * whatever in other systems they are linked with, by time.
 */
export const loadTimeline = async (db: Db, story: StoryOf): Promise<Story> =>
  gatherStory(db, {
    keys: keysOf(story),
    eventIds: [...story.scrap.map(({ evidence }) => evidence), ...(await failuresOf(db, story.deliveries))],
    asOf: story.asOf,
  });

/** Ids of the events that prove that what delivered the change failed, such as an alert. */
const failuresOf = async (db: Db, deliveries: readonly DeliveryRow[]): Promise<string[]> => {
  const { rows } = await db.query<{ evidence: string }>(sql`
    select distinct f.evidence
    from unnest(${deliveries.map(({ service }) => service)}::text[],
      ${deliveries.map(({ environment }) => environment)}::text[],
      ${deliveries.map(({ deployment }) => deployment)}::text[]) as d(service, environment, deployment)
    join failure f on f.service = d.service and f.environment = d.environment and f.deployment = d.deployment
    order by f.evidence`);
  return rows.map(({ evidence }) => evidence);
};

const keysOf = ({ ref, members, deliveries }: StoryOf): string[] => [
  ...ownKeys(ref),
  ...members.flatMap((sha) => [commitKey(ref.repo, sha), `sha:${sha}`]),
  ...deliveries.map(({ service, environment, deployment }) =>
    deploymentKey(service, environment, deployment),
  ),
];

const ownKeys = ({ kind, repo, id }: ChangeRef): string[] => {
  if (kind === 'COMMIT') return [commitKey(repo, id), `sha:${id}`];
  if (kind === 'PULL_REQUEST') return [changeKey(repo, id)];
  return [kind === 'ARTIFACT' ? `artifact:${id}` : `item:${id}`];
};
