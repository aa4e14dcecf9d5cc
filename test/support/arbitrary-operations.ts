import fc from 'fast-check';
import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';

/** What happens around deployments: runs, shells, approvals, edits on hosts and what hosts report; some corrected later. */
export const arbitraryOperations = (): fc.Arbitrary<DeliveryEvent[]> =>
  fc.array(fc.tuple(operationSeed, correctionSeed), { maxLength: 8 }).map((seeds) =>
    seeds.flatMap(([seed, correction], i) => {
      const events = eventsOf(seed, i);
      const last = events.at(-1)!;
      if (correction === undefined) return events;
      if (correction === 'withdrawn') return [...events, { ...last, revision: 1, retracted: true }];
      return [...events, { ...last, revision: 1, at: hour(correction) }];
    }),
  );

const START = Date.parse('2026-01-05T08:00:00Z');
const hour = (n: number): string => new Date(START + n * 3_600_000).toISOString();
const human = (name: string): Actor => ({
  id: `mailto:${name}@example.org`,
  kind: 'human',
  confidence: 'authenticated',
});

const correctionSeed = fc.option(fc.oneof(fc.nat({ max: 70 }), fc.constant('withdrawn' as const)), {
  nil: undefined,
  freq: 3,
});
const operationSeed = fc.record({
  what: fc.constantFrom('run', 'shell', 'approval', 'edit', 'report', 'hosts'),
  at: fc.nat({ max: 60 }),
  name: fc.constantFrom('a', 'b'),
  host: fc.constantFrom('web1', 'web2'),
  version: fc.constantFrom('1', '2', undefined),
  kind: fc.constantFrom('workflow', 'rule', undefined),
  person: fc.constantFrom('ann', 'bob'),
});
type Seed = typeof operationSeed extends fc.Arbitrary<infer T> ? T : never;

const eventsOf = ({ what, at, name, host, version, kind, person }: Seed, i: number): DeliveryEvent[] => {
  const common = { source: 'test', at: hour(at), actor: human(person) };
  const run = { ...common, execution: name, kind, hosts: [host], links: ['item:ITEM-1'] };
  const approval = {
    ...common,
    approval: name,
    service: 'basket',
    environment: 'production',
    deployment: 'd0',
  };
  switch (what) {
    case 'run':
      return [
        { ...run, type: 'execution.started', id: eventId('execution.started', name, i) },
        {
          ...run,
          type: 'execution.finished',
          id: eventId('execution.finished', name, i),
          at: hour(at + 1),
          outcome: 'success',
        },
      ];
    case 'shell':
      return [
        {
          ...common,
          type: 'access.opened',
          id: eventId('access.opened', i),
          access: name,
          host,
          account: 'root',
        },
      ];
    case 'approval':
      return [
        { ...approval, type: 'approval.requested', id: eventId('approval.requested', i) },
        { ...approval, type: 'approval.decided', id: eventId('approval.decided', i), decision: 'granted' },
      ];
    case 'edit':
      return [
        {
          ...common,
          type: 'resource.changed',
          id: eventId('resource.changed', i),
          resource: `${host}/${name}`,
          host,
          to: version,
        },
      ];
    case 'report':
      return [
        {
          ...common,
          type: 'host.reported',
          id: eventId('host.reported', host, i),
          host,
          ...(version ? { versions: { [name]: version } } : { removed: [name] }),
          configurationDigest: `sha256:${version ?? '0'}`,
        },
      ];
    default:
      return [
        {
          ...common,
          type: 'deployment.finished',
          id: eventId('deployment.finished', 'hosts', i),
          service: 'basket',
          environment: 'production',
          deployment: `h${i}`,
          outcome: 'success',
          kind: 'deploy',
          version,
          hosts: ['web1', host],
          artifact: 'pkg:oci/basket@1',
        },
      ];
  }
};
