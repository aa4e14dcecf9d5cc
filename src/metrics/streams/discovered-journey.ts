import type { Moment } from '../../projections/paths/moment.js';
import { closedAt, type Path } from '../../projections/paths/path.js';
import type { Condition } from './definition.js';
import type { Journey } from './journey.js';
import { Walker } from './walker.js';

/** By which events a discovered step is known: where only its end is told, it starts with the step before it. */
export interface Marks {
  readonly start?: Condition;
  readonly stop: Condition;
}

/** Gives every name that an activity has a number, by when it was first heard. */
export class Names {
  readonly all: string[] = [];
  readonly marks: Marks[] = [];
  private readonly numbers = new Map<string, number>();

  /** @param marksOf is only asked for a name, or for its start, that is new. */
  number(name: string, marksOf: (name: string) => Marks, tellsStart = false): number {
    const known = this.numbers.get(name);
    if (known !== undefined) {
      if (tellsStart && !this.marks[known]!.start) this.marks[known] = marksOf(name);
      return known;
    }
    this.numbers.set(name, this.all.length);
    this.all.push(name);
    this.marks.push(marksOf(name));
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

const moved = (fields: Condition['fields']): Condition => ({ event: 'item.moved', fields });

const inState = (state: string): Marks => ({
  start: moved({ state: [state] }),
  stop: moved({ from: [state] }),
});

const fromStart = (state: string): Marks => ({
  start: moved({ state: [state], lifecycle: ['start'] }),
  stop: moved({ state: [state], lifecycle: ['complete'] }),
});

const onceDone = (state: string): Marks => ({ stop: moved({ state: [state] }) });

/** From one state to the next, without a gap. */
const enterState = (walker: Walker, names: Names, { at, state, from, active }: Moment): void => {
  if (!walker.last && from !== undefined) walker.begin(names.number(from, inState), walker.doneAt, false);
  const step = names.number(state!, inState);
  if (walker.isOpen(step)) return;
  walker.endAll(at);
  walker.begin(step, at, active === true);
};

/** Something that was done: from start to end where both are told, otherwise only when it was done. */
const doActivity = (walker: Walker, names: Names, { at, state, lifecycle }: Moment): void => {
  const step = names.number(state!, lifecycle === 'start' ? fromStart : onceDone, lifecycle === 'start');
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
    const done = activityOf(moment);
    if (done)
      passActivity(
        walker,
        names.number(done.name, () => done.marks),
        moment,
      );
    walker.hear(moment);
    if (moment.type === 'deployment.finished' && moment.environment === environment)
      return { finished: moment.at, left: undefined };
  }
  return { finished: undefined, left: closedAt(moments) };
};

interface Activity {
  readonly name: string;
  readonly marks: Marks;
}

const activity = (name: string, event: Moment['type'], fields: Condition['fields'] = {}): Activity => ({
  name,
  marks: { stop: { event, fields } },
});

const activityOf = ({ type, status, environment }: Moment): Activity | undefined => {
  switch (type) {
    case 'change.opened':
      return activity('Open', type);
    case 'change.updated':
      return status === 'ready_for_review'
        ? activity('Ready for review', type, { status: [status] })
        : undefined;
    case 'change.reviewed':
      return status === 'dismissed' ? undefined : activity('Review', type);
    case 'approval.decided':
      return activity('Approval', type);
    case 'change.merged':
      return activity('Merge', type);
    case 'deployment.started':
    case 'deployment.finished':
      return activity(`Deploy to ${environment}`, 'deployment.finished', { environment: [environment!] });
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
