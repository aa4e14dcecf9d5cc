import fc from 'fast-check';
import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';

/**
 * Items that go from hand to hand and back, several times within one moment: moved, assigned, offered, returned, closed
 * and reopened; change requests that others act on, approvals; some of it corrected or withdrawn.
 */
export const arbitraryHandovers = (): fc.Arbitrary<DeliveryEvent[]> =>
  fc.array(handoverSeed, { maxLength: 12 }).map((seeds) => seeds.flatMap(handoverEvents));

const START = Date.parse('2026-01-05T08:00:00Z');
const hour = (n: number): string => new Date(START + n * 3_600_000).toISOString();
const REPO = 'example.org/shop/basket';
const person = fc.option(fc.constantFrom('ann', 'bob', 'cleo'), { nil: undefined, freq: 3 });
const team = fc.option(fc.constantFrom('desk', 'field'), { nil: undefined, freq: 1 });

const handoverSeed = fc.record({
  kind: fc.constantFrom(
    'item.moved' as const,
    'item.moved' as const,
    'item.assigned' as const,
    'item.closed' as const,
    'item.reopened' as const,
    'handoff.offered' as const,
    'handoff.accepted' as const,
    'handoff.returned' as const,
    'change.updated' as const,
    'approval.requested' as const,
    'approval.decided' as const,
  ),
  item: fc.nat({ max: 2 }),
  at: fc.nat({ max: 12 }),
  order: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
  person,
  team,
  other: person,
  correction: fc.option(
    fc.oneof(fc.record({ person, at: fc.nat({ max: 12 }) }), fc.constant('withdrawn' as const)),
    { nil: undefined, freq: 3 },
  ),
});
type HandoverSeed = typeof handoverSeed extends fc.Arbitrary<infer T> ? T : never;

const handoverEvents = (seed: HandoverSeed, i: number): DeliveryEvent[] => {
  const first = handoverEvent(seed, i);
  if (seed.correction === undefined) return [first];
  if (seed.correction === 'withdrawn') return [first, { ...first, revision: 1, retracted: true }];
  return [first, { ...handoverEvent({ ...seed, ...seed.correction }, i), revision: 1 }];
};

const actorOf = (name: string | undefined): { actor?: Actor } =>
  name === undefined ? {} : { actor: { id: `test:${name}`, kind: 'human', confidence: 'asserted' } };

const handoverEvent = (seed: HandoverSeed, i: number): DeliveryEvent => {
  const { kind, item, person: from, other: to } = seed;
  const base = {
    id: eventId(kind, 'handover', i),
    at: hour(seed.at),
    source: 'test',
    ...(seed.order !== undefined && { order: seed.order }),
  };
  const held = {
    item: `ITEM-${item}`,
    ...(from && { person: from }),
    ...(seed.team && { team: seed.team }),
  };
  switch (kind) {
    case 'item.moved':
      return { ...base, ...held, type: kind, to: 'Elsewhere' };
    case 'item.assigned':
    case 'item.closed':
    case 'item.reopened':
      return { ...base, ...held, type: kind };
    case 'change.updated':
      return {
        ...base,
        ...actorOf(from),
        type: kind,
        repo: REPO,
        change: String(item + 1),
        action: 'synchronized',
      };
    case 'approval.requested':
      return { ...base, ...actorOf(from), type: kind, approval: `a${item}`, ...(to && { reviewers: [to] }) };
    case 'approval.decided':
      return {
        ...base,
        ...actorOf(to),
        type: kind,
        approval: `a${item}`,
        decision: item > 0 ? 'granted' : 'rejected',
      };
    default:
      return { ...base, type: kind, item: `ITEM-${item}`, ...(from && { from }), ...(to && { to }) };
  }
};
