import { readEvents } from '../events/event-store.js';
import type { DeliveryEvent } from '../events/vocabulary.js';
import type { Db } from '../support/rows.js';
import { artifactKeysOf, homeKeyOf } from './keys.js';

/** A deployment may say what it deploys only by its artifact; who published that knows the commit it was built from. */

const isOfArtifact = (key: string): boolean => key.startsWith('artifact:') || key.startsWith('digest:');

/** @returns keys of the deployments of the artifacts among `keys`: news of an artifact is news of where it runs. */
export const deploymentsOfArtifacts = async (db: Db, keys: readonly string[]): Promise<string[]> => {
  const artifacts = keys.filter(isOfArtifact);
  if (artifacts.length === 0) return [];
  const { rows } = await db.query<{ key: string }>(
    `select distinct
       concat('deployment:', e.data::jsonb ->> 'service', '/', e.data::jsonb ->> 'environment', '/',
         e.data::jsonb ->> 'deployment') as key
     from throughline.event_key k join throughline.event e on e.id = k.event_id
     where k.key = any($1) and not k.linked and e.type in ('deployment.started', 'deployment.finished') order by key`,
    [artifacts],
  );
  return rows.map(({ key }) => key);
};

type Tellings = Map<string, DeliveryEvent[]>;

/** Adds to the tellings of deployments those that published what they deploy. */
export const addPublications = async (db: Db, tellings: Tellings, recordedUpTo?: Date): Promise<void> => {
  const wanted = new Map<string, string[]>();
  for (const [key, told] of tellings) {
    if (!key.startsWith('deployment:')) continue;
    // What is only linked with a deployment says nothing of what it deploys.
    const events = told.filter((event) => homeKeyOf(event) === key);
    const artifacts = [...new Set(events.flatMap(artifactKeysOf))];
    if (artifacts.length > 0) wanted.set(key, artifacts);
  }
  if (wanted.size === 0) return;
  const published = await readEvents(db, [...new Set([...wanted.values()].flat())].sort(), recordedUpTo);
  for (const [key, artifacts] of wanted) {
    const about = artifacts.flatMap((artifact) =>
      (published.get(artifact) ?? []).filter(({ type }) => type === 'artifact.published'),
    );
    tellings.set(key, [...tellings.get(key)!, ...about]);
  }
};
