import fc from 'fast-check';
import { eventId } from '../../src/events/event-id.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T08:00:00Z');
const day = (n: number): string => new Date(START + n * DAY).toISOString();

const seed = fc.record({
  decidedAt: fc.nat({ max: 9 }),
  from: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  to: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  one: fc.nat({ max: 1 }),
  other: fc.nat({ max: 2 }),
  login: fc.nat({ max: 3 }),
  ends: fc.boolean(),
  about: fc.constantFrom('identity', 'identity', 'team', 'owner', 'path', 'declared'),
  correction: fc.constantFrom('none', 'none', 'moved', 'withdrawn'),
});
type Seed = typeof seed extends fc.Arbitrary<infer T> ? T : never;

/** Merges and splits, teams joined and left, services owned and mapped, with spans that overlap, and corrections of them. */
export const arbitraryPeople = (): fc.Arbitrary<DeliveryEvent[]> =>
  fc.array(seed, { maxLength: 8 }).map((seeds) => seeds.flatMap(told));

/** A correction never moves a fact to another key: the key is part of its id. */
const told = (seed: Seed, i: number): DeliveryEvent[] => {
  const event = decided(seed, i);
  if (seed.correction === 'none') return [event];
  if (seed.correction === 'withdrawn') return [event, { ...event, revision: 1, retracted: true }];
  return [event, { ...decided({ ...seed, other: (seed.other + 1) % 3 }, i), revision: 1 }];
};

const decided = ({ decidedAt, from, to, one, other, login, ends, about }: Seed, i: number): DeliveryEvent => {
  const base = { id: eventId('identity.merged', 'test', i), at: day(decidedAt), source: 'test' };
  const span = { ...(from !== undefined && { from: day(from) }), ...(to !== undefined && { to: day(to) }) };
  switch (about) {
    case 'identity':
      return {
        ...base,
        ...span,
        type: ends ? 'identity.split' : 'identity.merged',
        identity: ['github:ann', 'person:bob', 'mailto:ann@example.org', 'mailto:bob@example.org'][login]!,
        person: ['ann', 'bob', 'eve'][other]!,
      };
    case 'team':
      return {
        ...base,
        ...span,
        type: ends ? 'team.left' : 'team.joined',
        team: ['web', 'core'][one]!,
        person: ['ann', 'bob', 'eve'][other]!,
      };
    case 'owner':
      return {
        ...base,
        ...span,
        type: ends ? 'service.disowned' : 'service.owned',
        service: ['basket', 'shop'][one]!,
        team: ['web', 'core'][other % 2]!,
      };
    case 'path': {
      const service = ['basket', 'shop'][one]!;
      const repo = 'example.org/shop/basket';
      if (ends) return { ...base, ...span, type: 'service.unmapped', service, repo };
      return { ...base, ...span, type: 'service.mapped', service, repo, paths: [`part-${other}`] };
    }
    default:
      return ends
        ? { ...base, type: 'person.declared', person: ['ann', 'bob'][one]!, name: `Name ${other}` }
        : { ...base, type: 'team.declared', team: ['web', 'core'][one]!, line: `line ${other}` };
  }
};
