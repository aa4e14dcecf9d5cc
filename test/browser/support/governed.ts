import type { DeliveryEvent } from '../../../src/events/vocabulary.js';
import { event, person } from '../../audit/story.js';
import { committed, deployed, merged, REPO, sha } from '../../metrics/story.js';
import { importBy } from '../../people/story.js';
import { tell } from '../../reports/told.js';
import type { TestApp } from '../../support/app.js';

const ann = person('github:ann', 'ann-l');
const bob = person('github:bob', 'bobr');
const bot = { id: 'stackstorm:bot', kind: 'bot', confidence: 'bot' } as const;

const PEOPLE = `people:
  - { id: ann, name: Ann Lee, accounts: ['github:ann', 'ldap:alee'] }
  - { id: bob, name: Bob Ray, accounts: ['github:bob'] }`;

const TEAMS = `teams:
  - { id: payments, line: "2", members: [ann, bob] }`;

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

const reported = (host: string, when: string, version: string, digest: string): DeliveryEvent =>
  event('host.reported', {
    at: when,
    host,
    environment: 'production',
    versions: { basket: version },
    configurationDigest: digest,
  });

/** Ann's change, reviewed by Bob and tested, typed by Ann into a chat and deployed by a bot to two hosts. */
const inOrder: DeliveryEvent[] = [
  committed(1, at(2, 9), { actor: ann, title: 'Round the totals' }),
  event('change.opened', {
    at: at(2, 10),
    repo: REPO,
    change: '7',
    title: 'SHOP-41 Round the totals',
    actor: ann,
    items: ['SHOP-41'],
  }),
  event('change.reviewed', {
    at: at(2, 11),
    repo: REPO,
    change: '7',
    actor: bob,
    decision: 'approved',
    headSha: sha(1),
  }),
  merged(7, at(2, 12), 1, {
    title: 'SHOP-41 Round the totals',
    actor: bob,
    commits: [sha(1)],
    headSha: sha(1),
    items: ['SHOP-41'],
  }),
  event('verification.finished', {
    at: at(2, 13),
    suite: 'e2e',
    outcome: 'success',
    repo: REPO,
    sha: sha(1),
  }),
  event('execution.finished', {
    at: at(3, 9),
    execution: 'st2/1',
    action: 'shop.deploy',
    kind: 'workflow',
    outcome: 'success',
    service: 'basket',
    environment: 'production',
    actor: bot,
    initiator: person('ldap:alee', 'alee'),
    hosts: ['web-1', 'web-2'],
  }),
  deployed('d1', at(3, 9), 1, {
    actor: bot,
    initiator: person('ldap:alee', 'alee'),
    hosts: ['web-1', 'web-2'],
    artifact: `pkg:oci/basket@${DIGEST}`,
    version: '1.4',
    links: ['execution:st2/1'],
  }),
];

/** Ann's next change: nobody reviewed or tested it, and she deployed it herself, without a ticket. */
const inHaste: DeliveryEvent[] = [
  committed(2, at(9, 20), { actor: ann, title: 'Quick fix' }),
  event('change.opened', { at: at(9, 20), repo: REPO, change: '8', title: 'Quick <b>fix</b>', actor: ann }),
  merged(8, at(9, 21), 2, { title: 'Quick <b>fix</b>', actor: ann, commits: [sha(2)], headSha: sha(2) }),
  deployed('d2', at(9, 22), 2, { actor: ann, hosts: ['web-1', 'web-2'], version: '1.5' }),
];

/** A shell at night; after it one host has a version that nobody deployed. */
const atNight: DeliveryEvent[] = [
  reported('web-1', at(10, 6), '1.5-1', 'sha256:aaaa'),
  reported('web-2', at(10, 6), '1.5-1', 'sha256:aaaa'),
  event('access.opened', {
    at: at(11, 2),
    access: 'ssh/9',
    host: 'web-2',
    environment: 'production',
    account: 'root',
    actor: ann,
  }),
  reported('web-1', at(11, 6), '1.5-1', 'sha256:aaaa'),
  reported('web-2', at(11, 6), '1.6-1', 'sha256:bbbb'),
];

/** A shop whose changes can be judged, and are. */
export const tellTheGovernedShop = async (app: TestApp): Promise<void> => {
  await importBy(app.runtime, { kind: 'people', text: PEOPLE });
  await importBy(app.runtime, { kind: 'teams', text: TEAMS });
  await tell(app, [...inOrder, ...inHaste, ...atNight]);
  await app.settle();
  await app.runtime.policies.evaluateAll();
};

/** A late review of the hasty change, and a commit of that week that is told only now. */
export const tellLate = async (app: TestApp): Promise<void> => {
  await tell(app, [
    committed(3, at(12, 9), { actor: bob, title: 'Told late' }),
    deployed('d3', at(13, 9), 3, { actor: bob, hosts: ['web-1', 'web-2'], version: '1.7' }),
  ]);
  await app.settle();
};
