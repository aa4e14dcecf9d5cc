import type { Moment } from '../../projections/paths/moment.js';
import { closedAt, type Path } from '../../projections/paths/path.js';
import type { Journey } from './journey.js';
import { Walker } from './walker.js';

/** Gives every name that an activity has a number, by when it was first heard. */
export class Names {
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  number(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.all.length);
    this.all.push(name);
    return this.all.length - 1;
  }
}

/**
 * An item's way through what its events themselves call its states or activities.
 *
 * @param environment where a change request is finished once it is deployed there.
 */
export const discoveredJourney = (names: Names, path: Path, environment: string): Journey | undefined => {
  const [first] = path.moments;
  if (!first) return undefined;
  const walker = new Walker(first.at);
  const end =
    path.kind === 'CHANGE'
      ? walkChange(walker, names, path.moments, environment)
      : walkTicket(walker, names, path.moments);
  return {
    item: path.item,
    type: path.type ?? path.kind.toLowerCase(),
    entered: first.at,
    visits: walker.visits,
    ...end,
  };
};

type End = Pick<Journey, 'finished' | 'left'>;

/** Where a system tells from which state an item moves, or whether somebody works in it, items are in states. */
const hasStates = (moments: readonly Moment[]): boolean =>
  moments.some(
    ({ type, from, active }) => type === 'item.moved' && (from !== undefined || active !== undefined),
  );

const walkTicket = (walker: Walker, names: Names, moments: readonly Moment[]): End => {
  const move = hasStates(moments) ? enterState : doActivity;
  let closed = false;
  for (const moment of moments) {
    walker.hear(moment);
    if (moment.type === 'item.reopened') closed = false;
    if (moment.type === 'item.moved' && !closed) move(walker, names, moment);
    if (moment.type !== 'item.closed') continue;
    closed = true;
    walker.endAll(moment.at);
  }
  return { finished: walker.isBusy ? undefined : closedAt(moments), left: undefined };
};

/** From one state to the next, without a gap. */
const enterState = (walker: Walker, names: Names, { at, state, from, active }: Moment): void => {
  if (!walker.last && from !== undefined) walker.begin(names.number(from), walker.doneAt, false);
  const step = names.number(state!);
  if (walker.isOpen(step)) return;
  walker.endAll(at);
  walker.begin(step, at, active === true);
};

/** Something that was done: from start to end where both are told, otherwise only when it was done. */
const doActivity = (walker: Walker, names: Names, { at, state, lifecycle }: Moment): void => {
  const step = names.number(state!);
  if (lifecycle === 'start') {
    if (!walker.isOpen(step)) walker.begin(step, at);
    return;
  }
  if (!walker.isOpen(step)) walker.begin(step, at, false);
  walker.end(step, at);
};

const walkChange = (walker: Walker, names: Names, moments: readonly Moment[], environment: string): End => {
  for (const moment of moments) {
    if (moment.type === 'change.abandoned') walker.endAll(moment.at);
    const name = activityOf(moment);
    if (name !== undefined) passActivity(walker, names.number(name), moment);
    walker.hear(moment);
    if (moment.type === 'deployment.finished' && moment.environment === environment)
      return { finished: moment.at, left: undefined };
  }
  return { finished: undefined, left: closedAt(moments) };
};

const activityOf = ({ type, status, environment }: Moment): string | undefined => {
  switch (type) {
    case 'change.opened':
      return 'Open';
    case 'change.updated':
      return status === 'ready_for_review' ? 'Ready for review' : undefined;
    case 'change.reviewed':
      return status === 'dismissed' ? undefined : 'Review';
    case 'approval.decided':
      return 'Approval';
    case 'change.merged':
      return 'Merge';
    case 'deployment.started':
    case 'deployment.finished':
      return `Deploy to ${environment}`;
    default:
      return undefined;
  }
};

/** Remarks that follow each other are one review; a change may be deployed with several services. */
const passActivity = (walker: Walker, step: number, { at, type }: Moment): void => {
  const known = type.startsWith('deployment.') && walker.visits.some((visit) => visit.step === step);
  if (walker.isOpen(step)) {
    if (type === 'deployment.finished') walker.end(step, at);
  } else if (type === 'deployment.started') {
    if (!known) walker.begin(step, at);
  } else if (walker.last?.step === step) {
    if (!known) walker.extend(at);
  } else if (!known) {
    walker.begin(step, at, false);
    walker.end(step, at);
  }
};
