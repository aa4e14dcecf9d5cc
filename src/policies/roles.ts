import type { Actor, DeliveryEvent } from '../events/vocabulary.js';
import { initiatorsIn } from '../projections/initiator.js';
import { type History, isChangeRequest, ofType } from './history.js';
import { type Who, whoIs } from './people.js';

/** Who had which part in a change. */
export const ROLES = ['author', 'approver', 'merger', 'deployer', 'job-editor'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody in a role, and the event that says so. */
export interface Part {
  readonly who: Who;
  readonly event: string;
}

const partOf = (history: History, event: DeliveryEvent, actor: Actor | undefined): Part[] =>
  actor ? [{ who: whoIs(history.people, actor, event.at), event: event.id }] : [];

/** Several controls ask the same of one history, so it is found once. */
const once = (find: (history: History) => readonly Part[]): ((history: History) => readonly Part[]) => {
  const found = new WeakMap<History, readonly Part[]>();
  return (history) => {
    const known = found.get(history) ?? find(history);
    found.set(history, known);
    return known;
  };
};

/** Whoever opened it, and whoever wrote one of its commits; of a bot also the human who set it off. */
export const authorsOf = once((history) =>
  ofType(history.events, 'change.opened', 'commit.recorded')
    .filter((event) => event.type !== 'commit.recorded' || history.shas.includes(event.sha))
    .flatMap((event) => [...partOf(history, event, event.actor), ...partOf(history, event, event.initiator)]),
);

/** A merge by a bot is that of the human who asked for it, where that is known. */
export const mergersOf = (history: History): Part[] =>
  ofType(history.events, 'change.merged').flatMap((event) =>
    partOf(history, event, event.initiator ?? event.actor),
  );

/** The human who started the chain that deployed it, else what deployed it. */
export const deployersOf = once((history) => findDeployers(history));

const findDeployers = (history: History): Part[] => {
  const initiatorOf = initiatorsIn(history.events);
  return deploymentEvents(history).flatMap((event) =>
    partOf(history, event, initiatorOf(event) ?? event.actor),
  );
};

/** Those of the deployment that let the change in. */
export const deploymentEvents = ({ events, deployed, subject }: History) =>
  ofType(events, 'deployment.started', 'deployment.finished').filter(
    ({ service, environment, deployment }) =>
      service === subject.service && environment === subject.environment && deployment === deployed?.id,
  );

/** Whoever edited a definition of the jobs in its story, as far as somebody told of it. */
export const jobEditorsOf = (history: History): Part[] =>
  [
    ...ofType(history.events, 'resource.created', 'resource.changed').filter(({ kind }) =>
      kind?.startsWith('job'),
    ),
    ...ofType(history.edits, 'resource.created', 'resource.changed'),
  ].flatMap((event) => partOf(history, event, event.initiator ?? event.actor));

/** Nobody told anything but a git history: of reviews, it cannot know. */
export const isFromGitAlone = (history: History): boolean =>
  !isChangeRequest(history.subject) &&
  ofType(history.events, 'commit.recorded').every(({ source }) => source === 'git');
