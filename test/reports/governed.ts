import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent, EventType } from '../../src/events/vocabulary.js';
import { committed, deployed, merged, REPO, sha } from '../metrics/story.js';
import { HOSTILE } from './told.js';

/**
 * A month of a team that is watched: changes with tickets, reviews and tests, some of which lack one; emergencies, shells,
 * commands by hand, new servers, and tickets that go from team to team.
 */

const at = (day: number, hour: number, minute = 0): string =>
  new Date(Date.UTC(2026, 2, day, hour, minute)).toISOString();

const human = (name: string): Actor => ({
  ...{ id: `github:${name}`, name, kind: 'human', confidence: 'authenticated' },
});
const [ann, bo, cy] = [human('ann'), human('bo'), human('cy')];

/** The facts of one event; its id is made from what it is about. */
const event = (type: EventType, about: string, when: string, more: object): DeliveryEvent =>
  ({ type, id: eventId(type, 'governed', about, when), at: when, source: 'test', ...more }) as DeliveryEvent;

export const CHANGES = 24;

/** Change `n`: written by Ann, reviewed by Bo, shipped by Cy; every sixth is an emergency, every fifth is of high risk. */
const change = (n: number): DeliveryEvent[] => {
  const [day, item] = [n, `SHOP-${n}`];
  const emergency = n % 6 === 0;
  const links = [`item:${item}`];
  const about = { repo: REPO, change: String(n) };
  const ticket = {
    item,
    title: n === 4 ? HOSTILE : `Ticket ${n}`,
    kind: emergency ? 'Emergency change' : 'Story',
    ...(n % 5 === 0 && { risk: 'High' }),
  };
  const isReviewed = n % 7 !== 0;
  const isTested = n % 8 !== 3;
  return [
    event('item.created', item, at(day, 7), { ...ticket, actor: ann, team: 'desk' }),
    event('item.assigned', item, at(day, 7, 20), { ...ticket, actor: ann, team: 'makers' }),
    event('item.assigned', item, at(day, 10), { ...ticket, actor: bo, team: 'operators' }),
    ...(n % 4 === 0
      ? [
          event('item.assigned', item, at(day, 11), { ...ticket, actor: cy, team: 'makers' }),
          event('item.assigned', item, at(day, 12), { ...ticket, actor: bo, team: 'operators' }),
        ]
      : []),
    committed(n, at(day, 8), {
      title: n === 5 ? `=1+1 ${HOSTILE}` : `Commit ${n}`,
      actor: ann,
      ...(n % 9 !== 0 && { links }),
    }),
    event('change.opened', String(n), at(day, 8, 10), {
      ...about,
      title: n === 4 ? HOSTILE : `Change ${n}`,
      actor: ann,
    }),
    ...(isReviewed
      ? [
          event('change.reviewed', String(n), at(day, 8, 40), {
            ...about,
            decision: 'approved',
            headSha: sha(n),
            actor: n % 10 === 1 ? ann : bo,
          }),
        ]
      : []),
    merged(n, at(day, 9), n, {
      title: n === 4 ? HOSTILE : `Change ${n}`,
      actor: bo,
      headSha: sha(n),
      ...(n % 9 !== 0 && { links }),
    }),
    ...(isTested
      ? [
          event('verification.finished', String(n), at(day, 9, 20), {
            suite: n % 2 === 0 ? 'security scan' : 'unit tests',
            outcome: n % 11 === 0 ? 'failure' : 'success',
            repo: REPO,
            sha: sha(n),
          }),
        ]
      : []),
    deployed(`v${n}`, at(day, n % 3 === 0 ? 22 : 10), n, { actor: cy }),
    ...(emergency && n % 12 === 0
      ? [
          event('approval.decided', item, at(day, 23), {
            approval: item,
            decision: 'granted',
            actor: bo,
            links,
          }),
        ]
      : []),
  ];
};

const shell = (n: number, more: object): DeliveryEvent[] => [
  event('access.opened', `s${n}`, at(10 + n, 9), {
    ...{ access: `teleport:s${n}`, host: 'web-1', environment: 'production', actor: cy },
    ...more,
  }),
  event('access.closed', `s${n}`, at(10 + n, 9, 30), { access: `teleport:s${n}`, actor: cy }),
];

const run = (id: string, when: string, more: object): DeliveryEvent =>
  event('execution.finished', id, when, {
    ...{ execution: `stackstorm:st2/${id}`, outcome: 'success', actor: cy, environment: 'production' },
    ...more,
  });

const operations = (): DeliveryEvent[] => [
  ...shell(1, { ticket: 'SHOP-1', command: HOSTILE }),
  ...shell(2, {}),
  ...shell(3, { environment: undefined, host: 'unheard-of' }),
  run('e1', at(11, 9), { action: 'shop.restart', kind: 'workflow', service: 'basket', hosts: ['web-1'] }),
  run('e2', at(12, 9), { action: 'shop.restart', kind: 'workflow', service: 'basket', hosts: ['web-2'] }),
  run('e3', at(13, 9), { action: 'rm -rf /tmp/cache', kind: 'command', hosts: ['web-1'] }),
  ...['web-8', 'web-9'].map((host) =>
    event('resource.created', host, at(14, 9), {
      ...{ resource: `aws:${host}`, kind: 'server', host, environment: 'production', actor: cy },
    }),
  ),
  run('a8', at(14, 9, 20), { action: 'security.audit', kind: 'workflow', hosts: ['web-8'] }),
];

const people = (): DeliveryEvent[] =>
  [ann, bo, cy].map(({ id, name }) =>
    event('identity.merged', id, '2026-01-01T00:00:00.000Z', { identity: id, person: name }),
  );

export const governed = (): DeliveryEvent[] => [
  ...people(),
  ...Array.from({ length: CHANGES }, (_, i) => change(i + 1)).flat(),
  ...operations(),
];

/** Somebody allowed one failure, until summer. */
export const POLICIES = `
exceptions:
  - policy: verification-passed
    changes: ['${REPO}#22']
    by: Dee Risk
    from: 2026-01-01T00:00:00Z
    until: 2026-07-01T00:00:00Z
    why: The test bench burned down <b>again</b>
`;

/** The month's reports on it, all that come with us. */
export const ALL_REPORTS = [
  'access-and-emergency-changes',
  'automation-savings',
  'change-management-iso27001',
  'change-management-pci-dss',
  'change-management-soc2',
  'change-management-sox-itgc',
  'flow-weekly',
  'handoff-review',
  'new-server-security-audit',
  'source-completeness',
] as const;
