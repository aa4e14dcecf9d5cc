import { eventId } from '../../../src/events/event-id.js';
import type { Actor, DeliveryEvent } from '../../../src/events/vocabulary.js';
import type { TestApp } from '../../support/app.js';
import { record } from '../../support/read-models.js';

const person = (name: string): Actor => ({ id: `test:${name}`, kind: 'human', confidence: 'authenticated' });

/** Ticket `n`, with whoever has it from then on. */
export const had = (n: number, at: string, holder: { person: string; team: string }): DeliveryEvent => ({
  type: 'item.moved',
  id: eventId('item.moved', n, at),
  at,
  source: 'test',
  item: `SHOP-${n}`,
  to: 'Next',
  ...holder,
});

const ann = { person: 'ann', team: 'desk' };
const bob = { person: 'bob', team: 'field' };
const cleo = { person: 'cleo', team: 'network' };

const closed = (n: number, at: string): DeliveryEvent => ({
  type: 'item.closed',
  id: eventId('item.closed', n, at),
  at,
  source: 'test',
  item: `SHOP-${n}`,
});

/**
 * Four tickets and a change. The desk hands SHOP-1 to the field after a day, gets it back after two more and hands it on
 * again after one; SHOP-2 reaches the field after four days and the network after two hours, where it is closed; SHOP-3
 * goes from the field to the network within the day and waits there; SHOP-4 was never handed on. The change waits half a
 * day for its review.
 */
const story: DeliveryEvent[] = [
  had(1, '2024-01-01T09:00:00Z', ann),
  had(1, '2024-01-02T09:00:00Z', bob),
  had(1, '2024-01-04T09:00:00Z', ann),
  had(1, '2024-01-05T09:00:00Z', bob),
  had(2, '2024-01-03T09:00:00Z', ann),
  had(2, '2024-01-07T09:00:00Z', bob),
  had(2, '2024-01-07T11:00:00Z', cleo),
  closed(2, '2024-01-08T11:00:00Z'),
  had(3, '2024-01-08T09:00:00Z', bob),
  had(3, '2024-01-08T15:00:00Z', cleo),
  had(4, '2024-01-08T10:00:00Z', ann),
  {
    type: 'change.opened',
    id: 'opened',
    at: '2024-01-08T00:00:00Z',
    source: 'test',
    repo: 'git.example/acme/shop',
    change: '7',
    title: 'Sell vouchers',
    actor: person('ann'),
  },
  {
    type: 'change.reviewed',
    id: 'reviewed',
    at: '2024-01-08T12:00:00Z',
    source: 'test',
    repo: 'git.example/acme/shop',
    change: '7',
    decision: 'approved',
    actor: person('bob'),
  },
];

export const tellTheTickets = async (app: TestApp): Promise<void> => {
  await record(app.pool, story);
  await app.settle();
};

/** Some work between each of `people` and the next, and one long wait: the matrix is larger than can be drawn. */
export const tellALargeDesk = async (app: TestApp, people: number): Promise<void> => {
  const start = Date.parse('2024-01-01T00:00:00Z');
  const at = (hours: number) => new Date(start + hours * 3_600_000).toISOString();
  const agent = (n: number) => ({ person: `agent ${n % people}`, team: `team ${n % 5}` });
  await record(
    app.pool,
    Array.from({ length: people }, (_, n) => [
      had(100 + n, at(n), agent(n)),
      had(100 + n, at(2 * n + 1), agent(n + 1)),
      had(100 + n, at(3 * n + 5), agent(n + 3)),
      had(100 + n, at(4 * n + 6), agent(n + 1)),
    ]).flat(),
  );
  await app.settle();
};
