import fc from 'fast-check';
import { eventId } from '../../src/events/event-id.js';
import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';
import { arbitraryOperations } from './arbitrary-operations.js';
import { arbitraryPeople } from './arbitrary-people.js';

/**
 * A small but nasty delivery history: a criss-cross commit graph told once with its parents and once without, change
 * requests, reverts of reverts, deployments that fail, roll back, are re-dated or withdrawn, incidents and tickets;
 * what was declared of people, teams and what they own; and runs, shells, approvals, edits and reports of hosts.
 */
export const arbitraryHistory = (): fc.Arbitrary<DeliveryEvent[]> =>
  fc
    .tuple(
      fc.array(commitSeed, { minLength: 3, maxLength: 12 }),
      fc.array(deploymentSeed, { minLength: 1, maxLength: 6 }),
      fc.array(changeSeed, { maxLength: 3 }),
      fc.array(incidentSeed, { maxLength: 2 }),
      arbitraryPeople(),
      arbitraryOperations(),
    )
    .map(([commits, deployments, changes, incidents, people, operations]) => [
      ...people,
      ...operations,
      ...commits.flatMap((seed, i) => commitEvents(seed, i)),
      ...deployments.flatMap((seed, i) => deploymentEvents(seed, i, commits.length)),
      ...changes.flatMap((seed, i) => changeEvents(seed, i, commits.length)),
      ...incidents.flatMap((seed, i) => incidentEvents(seed, i, deployments.length)),
    ]);

const REPO = 'example.org/shop/basket';
const HOUR = 3_600_000;
const START = Date.parse('2026-01-05T08:00:00Z');
const hour = (n: number): string => new Date(START + n * HOUR).toISOString();
const shaOf = (i: number): string => (i + 1).toString(16).padStart(4, '0').repeat(10);
const ann: Actor = { id: 'mailto:ann@example.org', kind: 'human', confidence: 'asserted' };
const bob: Actor = { id: 'mailto:bob@example.org', kind: 'human', confidence: 'authenticated' };
const index = fc.nat({ max: 11 });

const commitSeed = fc.record({
  parents: fc.uniqueArray(index, { maxLength: 3 }),
  skew: fc.integer({ min: -3, max: 3 }),
  reverts: fc.option(index, { nil: undefined, freq: 2 }),
  fixes: fc.option(index, { nil: undefined, freq: 4 }),
  item: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
  telling: fc.constantFrom('whole', 'pushed', 'both'),
  mainline: fc.boolean(),
});
type CommitSeed = typeof commitSeed extends fc.Arbitrary<infer T> ? T : never;

const commitEvents = (seed: CommitSeed, i: number): DeliveryEvent[] => {
  const at = hour(i * 5 + seed.skew);
  const base = {
    type: 'commit.recorded' as const,
    id: eventId('commit.recorded', REPO, shaOf(i)),
    at,
    source: 'test',
    actor: ann,
    repo: REPO,
    sha: shaOf(i),
    authoredAt: hour(i * 5 - 2),
    committedAt: at,
    title: `commit ${i}`,
    ...(seed.reverts !== undefined &&
      seed.reverts < i && { reverts: [shaOf(seed.reverts).slice(0, 12)], isRevert: true }),
    ...(seed.fixes !== undefined && seed.fixes < i && { fixes: [shaOf(seed.fixes)] }),
    ...(seed.item !== undefined && { items: [`ITEM-${seed.item}`] }),
  };
  const whole: DeliveryEvent = {
    ...base,
    parents: seed.parents.filter((parent) => parent < i).map(shaOf),
    ...(seed.mainline && { mainline: true as const }),
  };
  const pushed: DeliveryEvent = { ...base, ...(i > 0 && { assumedParents: [shaOf(i - 1)] }), mainline: true };
  if (seed.telling === 'both') return [whole, pushed];
  return [seed.telling === 'whole' ? whole : pushed];
};

const deploymentSeed = fc.record({
  service: fc.constantFrom('basket', 'shop'),
  environment: fc.constantFrom('production', 'staging'),
  commit: index,
  at: fc.nat({ max: 70 }),
  outcome: fc.constantFrom('success', 'success', 'success', 'failure') as fc.Arbitrary<'success' | 'failure'>,
  kind: fc.constantFrom('deploy', 'deploy', 'deploy', 'rollback') as fc.Arbitrary<'deploy' | 'rollback'>,
  complete: fc.boolean(),
  /** It names only its artifact, which somebody published with its commit, before or after. */
  byArtifact: fc.boolean(),
  publishedAt: fc.nat({ max: 70 }),
  correction: fc.option(
    fc.oneof(
      fc.record({
        at: fc.nat({ max: 70 }),
        commit: index,
        /** It was told of the wrong place first. */
        environment: fc.constantFrom('production', 'staging'),
      }),
      fc.constant('withdrawn' as const),
    ),
    { nil: undefined, freq: 3 },
  ),
});
type DeploymentSeed = typeof deploymentSeed extends fc.Arbitrary<infer T> ? T : never;

const deploymentEvents = (seed: DeploymentSeed, i: number, commits: number): DeliveryEvent[] => {
  const told: DeliveryEvent = {
    type: 'deployment.finished',
    id: eventId('deployment.finished', 'test', i),
    at: hour(seed.at),
    source: 'test',
    service: seed.service,
    environment: seed.environment,
    deployment: `d${i}`,
    ...(seed.complete && { actor: bob }),
    ...(!seed.byArtifact && { repo: REPO, sha: shaOf(seed.commit % (commits + 1)) }),
    outcome: seed.outcome,
    kind: seed.kind,
    artifact: `pkg:oci/basket@${seed.commit}`,
    ...(seed.complete && { complete: true as const }),
  };
  const published: DeliveryEvent = {
    type: 'artifact.published',
    id: eventId('artifact.published', 'test', seed.commit),
    at: hour(seed.publishedAt),
    source: 'test',
    artifact: `pkg:oci/basket@${seed.commit}`,
    repo: REPO,
    sha: shaOf(seed.commit % commits),
  };
  if (seed.correction === undefined) return [told, published];
  if (seed.correction === 'withdrawn') return [told, published, { ...told, revision: 1, retracted: true }];
  return [
    told,
    published,
    {
      ...told,
      revision: 1,
      at: hour(seed.correction.at),
      sha: shaOf(seed.correction.commit % commits),
      environment: seed.correction.environment,
      links: [`deployment:basket/production/d${i + 1}`],
    },
  ];
};

const changeSeed = fc.record({
  head: index,
  merge: index,
  count: fc.integer({ min: 1, max: 3 }),
  returned: fc.boolean(),
  merged: fc.boolean(),
  reverts: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
});
type ChangeSeed = typeof changeSeed extends fc.Arbitrary<infer T> ? T : never;

const changeEvents = (seed: ChangeSeed, i: number, commits: number): DeliveryEvent[] => {
  const change = String(i + 1);
  const base = { source: 'test', repo: REPO, change, title: `change ${change}` };
  const events: DeliveryEvent[] = [
    {
      ...base,
      type: 'change.opened',
      id: eventId('change.opened', REPO, change),
      at: hour(i * 9),
      actor: ann,
    },
  ];
  if (seed.returned) {
    const id = eventId('change.reviewed', REPO, change);
    events.push({
      ...base,
      type: 'change.reviewed',
      id,
      at: hour(i * 9 + 2),
      actor: bob,
      decision: 'changes_requested',
    });
  }
  if (seed.merged) {
    events.push({
      ...base,
      type: 'change.merged',
      id: eventId('change.merged', REPO, change),
      at: hour(i * 9 + 4),
      mergeSha: shaOf(seed.merge % commits),
      headSha: shaOf(seed.head % (commits + 1)),
      commitCount: seed.count,
      items: ['ITEM-1'],
      ...(seed.reverts !== undefined && { revertsChange: `${REPO}#${seed.reverts + 1}` }),
    });
  }
  return events;
};

const incidentSeed = fc.record({
  at: fc.nat({ max: 80 }),
  resolved: fc.boolean(),
  blames: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
  causedBy: fc.option(
    fc.constantFrom(
      `commit:${REPO}@${shaOf(0)}`,
      `commit:${REPO}@${shaOf(2)}`,
      `change:${REPO}#1`,
      'deployment:basket/production/d1',
      'item:ITEM-1',
      'item:ITEM-2',
    ),
    { nil: undefined },
  ),
});
type IncidentSeed = typeof incidentSeed extends fc.Arbitrary<infer T> ? T : never;

const incidentEvents = (seed: IncidentSeed, i: number, deployments: number): DeliveryEvent[] => {
  const base = {
    source: 'test',
    incident: `i${i}`,
    service: 'basket',
    ...(seed.causedBy !== undefined && { causedBy: [seed.causedBy] }),
    ...(seed.blames !== undefined && { deployment: `d${seed.blames % deployments}` }),
  };
  const item = { source: 'test', item: `ITEM-${i}`, title: `Ticket ${i}` };
  return [
    { ...base, type: 'incident.opened', id: eventId('incident.opened', i), at: hour(seed.at) },
    ...(seed.resolved
      ? [
          {
            ...base,
            type: 'incident.resolved' as const,
            id: eventId('incident.resolved', i),
            at: hour(seed.at + 3),
          },
        ]
      : []),
    { ...item, type: 'item.created', id: eventId('item.created', i), at: hour(0) },
    {
      ...item,
      type: 'item.moved',
      id: eventId('item.moved', i),
      at: hour(1),
      to: 'In progress',
      active: true,
    },
  ];
};
