import type { EventOf } from '../events/vocabulary.js';
import { type History, ofType } from './history.js';
import { isMember, isUnresolved, samePerson, type Who, whoIs } from './people.js';
import { authorsOf, deployersOf } from './roles.js';

type Review = EventOf<'change.reviewed'>;
type Decision = EventOf<'approval.decided'>;

/** Why an approval counts or does not. */
export type Standing =
  | 'COUNTS'
  | 'LATE'
  | 'WITHDRAWN'
  | 'OF_EARLIER_COMMIT'
  | 'OWN'
  | 'BY_BOT'
  | 'NOT_IN_TEAM'
  /** Its giver was not authenticated, or nobody said whose that identity is: no proof either way. */
  | 'UNPROVEN';

export interface Approval {
  readonly event: Review | Decision;
  readonly who: Who | undefined;
  readonly standing: Standing;
}

export interface Asked {
  /** Approvals given at this moment or earlier count; what happened afterwards changes nothing. */
  readonly until: string;
  /** A team's id, `owner`, or undefined: whoever is not involved. */
  readonly team: string | undefined;
  /** Whether an approval of an earlier state counts. */
  readonly ofLastCommit: boolean;
}

/** Every approval that was ever given to the change, and what it is worth. */
export const approvalsOf = (history: History, asked: Asked): Approval[] => {
  const given = [
    ...ofType(history.events, 'change.reviewed').filter(({ decision }) => decision === 'approved'),
    ...decisionsFor(history).filter(({ decision }) => decision === 'granted'),
  ];
  const authors = authorsOf(history).map(({ who }) => who);
  const deployers = deployersOf(history).map(({ who }) => who);
  return given.map((event) => {
    const who = event.actor && whoIs(history.people, event.actor, event.at);
    // Whoever deploys may review the code, but may not allow their own deployment.
    const involved = event.type === 'change.reviewed' ? authors : [...authors, ...deployers];
    return { event, who, standing: standingOf(history, asked, { event, who, involved }) };
  });
};

interface Given {
  readonly event: Review | Decision;
  readonly who: Who | undefined;
  readonly involved: readonly Who[];
}

const standingOf = (history: History, asked: Asked, { event, who, involved }: Given): Standing => {
  if (event.at > asked.until) return 'LATE';
  if (isWithdrawn(history, event, asked.until)) return 'WITHDRAWN';
  if (who?.isBot) return 'BY_BOT';
  if (who && involved.some((one) => samePerson(one, who))) return 'OWN';
  if (asked.ofLastCommit && isOutdated(history, event)) return 'OF_EARLIER_COMMIT';
  if (!who || isUnresolved(who) || who.actor.confidence !== 'authenticated') return 'UNPROVEN';
  if (asked.team !== undefined && !isMember(history.people, who, { team: asked.team, at: event.at }))
    return 'NOT_IN_TEAM';
  return 'COUNTS';
};

/** Of a ticket or a gate: of this deployment and environment, where it says which. */
const decisionsFor = ({ events, deployed, subject }: History): Decision[] =>
  ofType(events, 'approval.decided').filter(
    ({ environment, deployment }) =>
      (environment === undefined || environment === subject.environment) &&
      (deployment === undefined || deployment === deployed?.id),
  );

/** Taken back by whoever gave it (a dismissal that names nobody takes back all), before it was relied on. */
const isWithdrawn = (history: History, event: Review | Decision, until: string): boolean => {
  const isLater = (other: Review | Decision): boolean =>
    other.id !== event.id && other.at >= event.at && other.at <= until;
  if (event.type === 'change.reviewed') {
    return ofType(history.events, 'change.reviewed').some(
      (other) =>
        isLater(other) &&
        (other.decision === 'dismissed' || other.decision === 'changes_requested') &&
        (other.actor === undefined || isSameActor(history, event, other)),
    );
  }
  return decisionsFor(history).some(
    (other) => isLater(other) && other.approval === event.approval && other.decision !== 'granted',
  );
};

const isSameActor = (history: History, left: Review, right: Review): boolean => {
  if (!left.actor || !right.actor) return true;
  return samePerson(whoIs(history.people, left.actor, left.at), whoIs(history.people, right.actor, right.at));
};

/** The state that was merged, as far as it is known. */
export const mergedHead = ({ events }: History): string | undefined => {
  const merged = ofType(events, 'change.merged').at(-1);
  return merged?.headSha ?? ofType(events, 'change.updated').findLast(({ headSha }) => headSha)?.headSha;
};

const PUSHED = new Set(['synchronized', 'synchronize', 'pushed', 'updated']);

/** The change got new commits after it was approved. */
const isOutdated = (history: History, event: Review | Decision): boolean => {
  if (event.type !== 'change.reviewed') return false;
  const head = mergedHead(history);
  if (event.headSha && head) return !isSameSha(event.headSha, head);
  const mergedAt = ofType(history.events, 'change.merged').at(-1)?.at;
  return ofType(history.events, 'change.updated').some(
    ({ action, at }) => PUSHED.has(action) && at > event.at && (mergedAt === undefined || at <= mergedAt),
  );
};

/** One of them may be abbreviated. */
export const isSameSha = (left: string, right: string): boolean =>
  left.startsWith(right) || right.startsWith(left);

const REASONS: Readonly<Record<Exclude<Standing, 'COUNTS'>, string>> = {
  LATE: 'came too late',
  WITHDRAWN: 'was taken back',
  OF_EARLIER_COMMIT: 'was of an earlier commit',
  OWN: 'is that of somebody who made or deployed the change',
  BY_BOT: 'was given by a bot',
  NOT_IN_TEAM: 'is by somebody who was not in the team then',
  UNPROVEN: 'is by an identity that nobody resolved or authenticated',
};

/** Why the approvals that there are do not count. */
export const reasonsOf = (approvals: readonly Approval[]): string =>
  approvals
    .flatMap(({ who, event, standing }) =>
      standing === 'COUNTS'
        ? []
        : [`that of ${who?.name ?? 'nobody known'} at ${event.at} ${REASONS[standing]}`],
    )
    .join('; ');
