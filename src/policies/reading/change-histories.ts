import type { DeliveryEvent } from '../../events/vocabulary.js';
import { artifactKeysOf, changeKey, commitKey, deploymentKey } from '../../projections/keys.js';
import { gatherStories } from '../../projections/story.js';
import type { Db } from '../../support/rows.js';
import type { Deployed, History } from '../history.js';
import { type Arrived, arrivalsOf, type ChangeOf, changeName, shasOf } from './changes.js';
import { editsOf } from './edits.js';
import { eventsOfKeys } from './events-of-keys.js';
import { peopleIn } from './people-in.js';

/** By what the histories stand. */
export interface Standing {
  /** Only events recorded until then. */
  readonly asOf: Date;
  readonly now: string;
  readonly environments: readonly string[];
}

/** The histories of changes that arrived on the environments; all read together. */
export const changeHistories = async (
  db: Db,
  changes: readonly ChangeOf[],
  { asOf, now, environments }: Standing,
): Promise<History[]> => {
  const arrived = await arrivalsOf(db, changes, environments);
  if (arrived.length === 0) return [];
  const shasByName = await shasOf(db, changes);
  const shas = arrived.map((one) =>
    one.kind === 'COMMIT' ? [one.id] : (shasByName.get(changeName(one)) ?? []),
  );
  const starts = arrived.map((one, i) => ({ keys: keysOfChange(one, shas[i]!), eventIds: [] }));
  const stories = (await gatherStories(db, starts, asOf)).map(({ events }) =>
    events.map(({ event }) => event),
  );
  const deployed = await deployedOf(db, { arrived, stories, asOf });
  const edits = await editsOf(db, stories, asOf);
  const people = await peopleIn(
    db,
    stories.map((story, i) => [...story, ...edits[i]!]),
    arrived.map(({ service }) => service),
  );
  return arrived.map((one, i) => ({
    subject: {
      about: 'CHANGE',
      name: changeName(one),
      service: one.service,
      environment: one.environment,
      title: one.title,
      at: one.at.toISOString(),
    },
    events: stories[i]!,
    edits: edits[i]!,
    shas: shas[i]!,
    deployed: deployed[i],
    people: people(one.service),
    now,
  }));
};

const keysOfChange = (
  { kind, repo, id, service, environment, deployment }: Arrived,
  shas: readonly string[],
) => [
  ...(kind === 'PULL_REQUEST' ? [changeKey(repo, id)] : []),
  ...shas.map((sha) => commitKey(repo, sha)),
  deploymentKey(service, environment, deployment),
];

interface Deploying {
  readonly arrived: readonly Arrived[];
  readonly stories: readonly (readonly DeliveryEvent[])[];
  readonly asOf: Date;
}

/** A deployment delivers many changes; what verified it may be told of another one, so it is read by what was deployed. */
const deployedOf = async (db: Db, { arrived, stories, asOf }: Deploying): Promise<Deployed[]> => {
  const artifacts = arrived.map(({ service, environment, deployment }, i) => [
    ...new Set(
      stories[i]!.filter(
        (event) =>
          (event.type === 'deployment.started' || event.type === 'deployment.finished') &&
          event.service === service &&
          event.environment === environment &&
          event.deployment === deployment,
      ).flatMap(artifactKeysOf),
    ),
  ]);
  const commits = arrived.map(({ deployed_repo: repo, deployed_sha: sha }) =>
    repo && sha ? [commitKey(repo, sha)] : [],
  );
  const about = await eventsOfKeys(db, [...new Set([...artifacts, ...commits].flat())], asOf, {
    types: ['verification.finished', 'artifact.published', 'build.finished'],
  });
  return arrived.map((one, i) => ({
    id: one.deployment,
    startedAt: (one.started_at ?? one.finished_at).toISOString(),
    finishedAt: one.finished_at.toISOString(),
    sha: one.deployed_sha ?? undefined,
    hasEarlier: one.has_earlier,
    artifacts: artifacts[i]!,
    evidence: [...artifacts[i]!, ...commits[i]!].flatMap((key) => about.get(key) ?? []),
  }));
};
