import { eventId } from '../events/event-id.js';
import type { Actor, DeliveryEvent } from '../events/vocabulary.js';
import { sha256, sha256Hex } from '../support/hash.js';

export interface GeneratedSize {
  readonly services: number;
  readonly commits: number;
  readonly deployments: number;
  /** The last day of the history. */
  readonly until: Date;
  readonly days: number;
  readonly seed: number;
}

/** One service's whole history, oldest first. */
export interface GeneratedService {
  readonly service: string;
  readonly events: DeliveryEvent[];
}

const DAY_MS = 86_400_000;
const PEOPLE = 40;
const FAILURE_SHARE = 0.05;
const REVERT_SHARE = 0.01;

/**
 * Made-up histories of many services, some large, most small (the k-th has a share of about 1/k), the same for the
 * same seed: commits in a line with merges now and then, releases that mostly work, some that fail, a few reverts.
 */
export function* generateHistories(size: GeneratedSize): Generator<GeneratedService> {
  const weights = Array.from({ length: size.services }, (_, i) => 1 / (i + 10));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    const commits = Math.max(1, Math.round((size.commits * weight) / total));
    const deployments = Math.max(1, Math.round((size.deployments * weight) / total));
    const service = `service-${String(i + 1).padStart(3, '0')}`;
    yield { service, events: serviceHistory({ service, commits, deployments }, size) };
  }
}

interface Shape {
  readonly service: string;
  readonly commits: number;
  readonly deployments: number;
}

const serviceHistory = (
  { service, commits, deployments }: Shape,
  { until, days, seed }: GeneratedSize,
): DeliveryEvent[] => {
  const random = randomFrom(`${seed} ${service}`);
  const repo = `generated.example/${service}`;
  const start = until.getTime() - days * DAY_MS;
  const step = (days * DAY_MS) / commits;
  const every = commits / deployments;
  const events: DeliveryEvent[] = [];
  const shas: string[] = [];
  let released = 0;
  for (let i = 0; i < commits; i += 1) {
    const sha = shaOf(`${repo} ${i} ${seed}`);
    const at = start + Math.round(i * step + random() * step * 0.9);
    events.push(commit({ repo, sha, at, i, shas }, random));
    shas.push(sha);
    while (released < deployments && (released + 1) * every <= i + 1) {
      events.push(
        deployment({ service, repo, sha, at: at + Math.round(random() * step), n: released }, random),
      );
      released += 1;
    }
  }
  return events;
};

type Random = () => number;

interface CommitSeed {
  readonly repo: string;
  readonly sha: string;
  readonly at: number;
  readonly i: number;
  readonly shas: readonly string[];
}

const commit = ({ repo, sha, at, i, shas }: CommitSeed, random: Random): DeliveryEvent => {
  const merge = i > 5 && random() < 0.1;
  const parents = i === 0 ? [] : merge ? [shas[i - 1]!, shas[i - 3]!] : [shas[i - 1]!];
  const undone = i > 10 && random() < REVERT_SHARE ? shas[i - 1 - Math.floor(random() * 10)]! : undefined;
  const committedAt = new Date(at).toISOString();
  return {
    type: 'commit.recorded',
    id: eventId('commit.recorded', repo, sha),
    at: committedAt,
    source: 'generated',
    actor: person(random),
    repo,
    sha,
    parents,
    authoredAt: new Date(at - Math.round(random() * DAY_MS)).toISOString(),
    committedAt,
    title: undone ? `Revert "Change ${i}"` : `Change ${i} of ${repo.split('/')[1]}`,
    mainline: true,
    ...(undone && { reverts: [undone], isRevert: true }),
  };
};

interface DeploymentSeed {
  readonly service: string;
  readonly repo: string;
  readonly sha: string;
  readonly at: number;
  readonly n: number;
}

const deployment = ({ service, repo, sha, at, n }: DeploymentSeed, random: Random): DeliveryEvent => ({
  type: 'deployment.finished',
  id: eventId('deployment.finished', repo, n),
  at: new Date(at).toISOString(),
  source: 'generated',
  actor: person(random),
  service,
  environment: 'production',
  deployment: `${service}-${n}`,
  repo,
  sha,
  outcome: random() < FAILURE_SHARE ? 'failure' : 'success',
  kind: 'deploy',
  version: `1.${n}`,
  complete: true,
});

const person = (random: Random): Actor => {
  const n = Math.floor(random() * PEOPLE) + 1;
  return { id: `mailto:person${n}@example.org`, name: `Person ${n}`, kind: 'human', confidence: 'asserted' };
};

const shaOf = (text: string): string => sha256Hex(text).slice(0, 40);

/** mulberry32: small, quick, the same everywhere. */
const randomFrom = (seed: string): Random => {
  let state = sha256(seed).readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
