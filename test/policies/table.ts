import { eventId } from '../../src/events/event-id.js';
import { overrideOf } from '../../src/events/override.js';
import type { Actor, DeliveryEvent, EventOf, EventType } from '../../src/events/vocabulary.js';
import type { Deployed, History } from '../../src/policies/history.js';
import { judge } from '../../src/policies/judge.js';
import { loadSettings } from '../../src/policies/load.js';
import type { Membership, People } from '../../src/policies/people.js';
import type { Account } from '../../src/projections/resolve-person.js';
import { groupBy } from '../../src/support/group-by.js';

/** One change of a small shop, made in a morning; each row of the table tells it a little differently. */

export const REPO = 'github.com/acme/shop';
export const HEAD = 'a'.repeat(40);
export const EARLIER = 'b'.repeat(40);
export const MERGE = 'c'.repeat(40);
export const OTHER = 'd'.repeat(40);
export const IMAGE = `sha256:${'1'.repeat(64)}`;
export const OTHER_IMAGE = `sha256:${'2'.repeat(64)}`;

/** A time of Monday, 2 March 2026 (or of another day: `03 09:00`). */
export const at = (clock: string): string => {
  const [day, time] = clock.includes(' ') ? clock.split(' ') : ['02', clock];
  return `2026-03-${day}T${time!.length === 5 ? `${time}:00.000` : time}Z`;
};

const human = (id: string): Actor => ({ id, kind: 'human', confidence: 'authenticated' });
export const ann = human('github:ann');
export const annsSecond = human('gitlab:ann.lee');
export const bob = human('github:bob');
export const carol = human('jenkins:carol');
export const eve = human('github:eve');
export const stranger = human('github:somebody');
export const annsBot: Actor = { id: 'github:ann-bot', kind: 'bot', confidence: 'bot' };
export const robot: Actor = { id: 'jenkins:runner', kind: 'service', confidence: 'authenticated' };
export const asserted = (actor: Actor): Actor => ({ ...actor, confidence: 'asserted' });

const account = (id: string, person: string, more: Partial<Account> = {}): Account => ({
  account: id,
  person,
  from: null,
  to: null,
  bot: false,
  ...more,
});
const accounts = [
  account('github:ann', 'ann'),
  account('gitlab:ann.lee', 'ann'),
  account('mailto:ann@acme.example', 'ann'),
  account('github:ann-bot', 'ann', { bot: true }),
  account('github:bob', 'bob'),
  account('jenkins:bob', 'bob'),
  account('jenkins:carol', 'carol'),
  account('github:carol', 'carol'),
  account('github:eve', 'eve'),
];
const members: Membership[] = [
  { team: 'shop', person: 'bob', from: null, to: null },
  // Eve left the team in the night before.
  { team: 'shop', person: 'eve', from: null, to: at('02 00:00') },
];
export const people: People = {
  accounts: groupBy(accounts, (one) => one.account),
  merges: [],
  members,
  owners: [{ team: 'shop', from: null, to: null }],
};

let count = 0;
const event = <T extends EventType>(type: T, clock: string, more: object): EventOf<T> => {
  count += 1;
  return { id: eventId(type, count), type, at: at(clock), source: 'test', ...more } as unknown as EventOf<T>;
};
const ofChange = { repo: REPO, change: '7' };

export const opened = (actor: Actor | undefined = ann, more: object = {}) =>
  event('change.opened', '09:00', {
    ...ofChange,
    actor,
    title: 'SHOP-41 A basket',
    items: ['SHOP-41'],
    ...more,
  });
export const commit = (actor: Actor = asserted({ ...ann, id: 'mailto:ann@acme.example' }), sha = HEAD) =>
  event('commit.recorded', '08:50', {
    repo: REPO,
    sha,
    actor,
    title: 'A basket',
    authoredAt: at('08:50'),
    committedAt: at('08:50'),
  });
export const reviewed = (actor: Actor | undefined, more: object = {}, clock = '10:00') =>
  event('change.reviewed', clock, { ...ofChange, actor, decision: 'approved', headSha: HEAD, ...more });
export const updated = (action: string, clock: string, more: object = {}) =>
  event('change.updated', clock, { ...ofChange, action, ...more });
export const merged = (actor: Actor = bob, more: object = {}) =>
  event('change.merged', '10:30', { ...ofChange, actor, mergeSha: MERGE, headSha: HEAD, ...more });
export const tested = (clock = '10:45', more: object = {}) =>
  event('verification.finished', clock, {
    suite: 'unit',
    outcome: 'success',
    repo: REPO,
    sha: MERGE,
    ...more,
  });
export const published = (sha = MERGE, digest = IMAGE) =>
  event('artifact.published', '10:50', { artifact: `pkg:oci/shop@${digest}`, digest, repo: REPO, sha });
export const started = (clock = '11:00', more: object = {}) =>
  event('deployment.started', clock, {
    service: 'shop',
    environment: 'production',
    deployment: 'd1',
    actor: robot,
    ...more,
  });
export const finished = (clock = '11:05', more: object = {}) =>
  event('deployment.finished', clock, {
    service: 'shop',
    environment: 'production',
    deployment: 'd1',
    outcome: 'success',
    kind: 'deploy',
    actor: robot,
    sha: MERGE,
    ...more,
  });
export const allowed = (actor: Actor | undefined, clock = '10:55', more: object = {}) =>
  event('approval.decided', clock, {
    approval: 'gate-1',
    environment: 'production',
    deployment: 'd1',
    decision: 'granted',
    actor,
    ...more,
  });
export const ticket = (more: object = {}) =>
  event('item.created', '08:00', { item: 'SHOP-41', kind: 'Story', ...more });
/** Somebody merged past the rules of the branch. */
export const overridden = (actor: Actor | undefined, clock = '10:29') => ({
  ...overrideOf({
    source: 'test',
    at: at(clock),
    actor,
    repo: REPO,
    branch: 'main',
    change: '7',
    sha: MERGE,
  }),
  id: eventId('resource.changed', actor?.id ?? '', clock),
});
export const run = (more: object = {}) =>
  event('execution.started', '10:58', { execution: 'deploy-1', action: 'deploy', ...more });

/** What was told of the change, part by part. */
export interface Parts {
  readonly opened: DeliveryEvent[];
  readonly commits: DeliveryEvent[];
  readonly reviews: DeliveryEvent[];
  readonly merged: DeliveryEvent[];
  readonly tests: DeliveryEvent[];
  readonly builds: DeliveryEvent[];
  readonly deployment: DeliveryEvent[];
  readonly more: DeliveryEvent[];
}

/** Ann made it, Bob approved and merged it, automation tested, built and deployed it. */
const inOrder = (): Parts => ({
  opened: [opened()],
  commits: [commit()],
  reviews: [reviewed(bob)],
  merged: [merged()],
  tests: [tested()],
  builds: [published()],
  deployment: [started(), finished()],
  more: [],
});

export interface Told extends Partial<Parts> {
  /** Of the jobs that ran, before they ran. */
  readonly edits?: readonly DeliveryEvent[];
  /** Digest of the image that was deployed; none: a plain commit. */
  readonly image?: string | undefined;
  readonly name?: string;
  readonly now?: string;
  readonly people?: People;
}

export const historyOf = ({
  image = IMAGE,
  name,
  now,
  people: known,
  edits = [],
  ...told
}: Told): History => {
  const parts = { ...inOrder(), ...told };
  const events = Object.values(parts)
    .flat()
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  return {
    subject: {
      about: 'CHANGE',
      name: name ?? `${REPO}#7`,
      service: 'shop',
      environment: 'production',
      title: 'A basket',
      at: at('10:30'),
    },
    events,
    edits,
    shas: [HEAD, MERGE],
    deployed: deployedIn(parts.deployment, image),
    people: known ?? people,
    now: now ?? at('05 12:00'),
  };
};

const deployedIn = (events: readonly DeliveryEvent[], image: string): Deployed | undefined => {
  const end = events.find((one) => one.type === 'deployment.finished');
  if (!end) return undefined;
  const begin = events.find((one) => one.type === 'deployment.started');
  return {
    id: 'd1',
    startedAt: begin?.at ?? end.at,
    finishedAt: end.at,
    sha: end.sha,
    hasEarlier: true,
    artifacts: image ? [`digest:${image}`] : [],
    evidence: [],
  };
};

/** Of the table, from left to right. */
export const COLUMNS = [
  'approved-before-production',
  'segregation-of-duties',
  'ticket-linked',
  'verification-passed',
  'built-from-reviewed-commit',
  'change-window',
  'emergency-approved',
  'standard-change-preapproved',
  'protection-overridden',
] as const;

const LETTERS = { PASS: 'P', FAIL: 'F', EXCEPTION: 'E', UNKNOWN: '?' } as const;

/** The verdicts as the table writes them: `-` where a control has nothing to say. */
export const cellsOf = (told: Told, yaml = ''): string => {
  const findings = judge(historyOf(told), loadSettings(yaml, 'policies.yaml'));
  const cells = COLUMNS.map((id) => {
    const found = findings.find(({ policy }) => policy === id);
    return found ? LETTERS[found.verdict] : '-';
  });
  return cells.join(' ');
};
