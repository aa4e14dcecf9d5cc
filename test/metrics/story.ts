import type { Pool } from 'pg';
import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent, EventOf } from '../../src/events/vocabulary.js';
import { MetricDoor } from '../../src/metrics/metric-door.js';
import { Projector } from '../../src/projections/projector.js';
import { ReadModels } from '../../src/projections/read-models.js';
import { systemClock } from '../../src/support/clock.js';
import { record } from '../support/read-models.js';

export const REPO = 'example.org/shop/basket';

/** A sha from a small number, the same every time. */
export const sha = (n: number): string => n.toString(16).padStart(4, '0').repeat(10);

type Extra<T extends DeliveryEvent['type']> = Partial<EventOf<T>>;

/** A commit on the main line whose parent is the one before it. */
export const committed = (n: number, at: string, more: Extra<'commit.recorded'> = {}): DeliveryEvent => ({
  type: 'commit.recorded',
  id: eventId('commit.recorded', REPO, sha(n)),
  at,
  source: 'test',
  actor: { id: 'mailto:ann@example.org', name: 'Ann', kind: 'human', confidence: 'asserted' },
  repo: REPO,
  sha: sha(n),
  parents: n > 1 ? [sha(n - 1)] : [],
  authoredAt: at,
  committedAt: at,
  title: `Commit ${n}`,
  mainline: true,
  ...more,
});

/** A successful deployment of commit `n` of `basket` to production, unless told otherwise. */
export const deployed = (
  id: string,
  at: string,
  n: number,
  more: Extra<'deployment.finished'> = {},
): DeliveryEvent => ({
  type: 'deployment.finished',
  id: eventId('deployment.finished', more.service ?? 'basket', more.environment ?? 'production', id),
  at,
  source: 'test',
  service: 'basket',
  environment: 'production',
  deployment: id,
  repo: REPO,
  sha: sha(n),
  outcome: 'success',
  kind: 'deploy',
  complete: true,
  ...more,
});

export const merged = (
  change: number,
  at: string,
  n: number,
  more: Extra<'change.merged'> = {},
): DeliveryEvent => ({
  type: 'change.merged',
  id: eventId('change.merged', REPO, change),
  at,
  source: 'test',
  repo: REPO,
  change: String(change),
  title: `Change ${change}`,
  mergeSha: sha(n),
  ...more,
});

export const incident = (id: string, at: string, more: Extra<'incident.opened'> = {}): DeliveryEvent => ({
  type: 'incident.opened',
  id: eventId('incident.opened', id),
  at,
  source: 'test',
  incident: id,
  service: 'basket',
  environment: 'production',
  ...more,
});

export const resolved = (id: string, at: string): DeliveryEvent => ({
  type: 'incident.resolved',
  id: eventId('incident.resolved', id),
  at,
  source: 'test',
  incident: id,
  service: 'basket',
  environment: 'production',
});

/** Records the events as one delivery and folds them. */
export const told = async (pool: Pool, events: readonly DeliveryEvent[]): Promise<void> => {
  await record(pool, events);
  await new Projector(pool).projectPending();
};

export const doorOf = (pool: Pool): MetricDoor => new MetricDoor(pool, new ReadModels(pool, systemClock));

export const JANUARY = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') };
