import { currentEvents } from '../../events/current.js';
import { readEvents } from '../../events/event-store.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import { syncRows } from '../../support/sync-rows.js';
import { microseconds } from './delivery-line.js';

export interface DeliveredArtifact extends Record<string, unknown> {
  readonly service: string;
  readonly environment: string;
  readonly artifact: string;
  readonly delivered_at: string;
  readonly deployment: string;
  readonly built_us: number | null;
}

/** Where and when an artifact was first seen running, and how long after it was first published. Pure. */
export const foldArtifact = (artifact: string, events: readonly DeliveryEvent[]): DeliveredArtifact[] => {
  const published = events.find(
    (event) => event.type === 'artifact.published' && event.artifact === artifact,
  );
  const first = new Map<string, DeliveredArtifact>();
  for (const event of events) {
    if (event.type !== 'deployment.finished' || event.artifact !== artifact) continue;
    if (event.outcome !== 'success' || event.kind === 'remove') continue;
    const place = JSON.stringify([event.service, event.environment]);
    if (first.has(place)) continue;
    first.set(place, {
      service: event.service,
      environment: event.environment,
      artifact,
      delivered_at: event.at,
      deployment: event.deployment,
      built_us: microseconds(published?.at, event.at),
    });
  }
  return [...first.values()];
};

export const updateArtifacts = async (
  db: Db,
  artifacts: readonly string[],
  recordedUpTo?: Date,
): Promise<void> => {
  const tellings = await readEvents(
    db,
    artifacts.map((artifact) => `artifact:${artifact}`),
    recordedUpTo,
  );
  for (const artifact of artifacts) {
    const rows = foldArtifact(artifact, currentEvents(tellings.get(`artifact:${artifact}`) ?? []));
    const target = {
      table: 'delivered_artifact',
      columns: ['service', 'environment', 'artifact', 'delivered_at', 'deployment', 'built_us'],
      key: ['service', 'environment', 'artifact'],
    };
    await syncRows(db, { target, where: { artifact } }, rows);
  }
};
