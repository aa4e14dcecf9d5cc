import type { DeliveryEvent, EventType } from '../../events/vocabulary.js';

/**
 * One event of an item's path, as far as the condition of a step can ask for it. Absent is what the event does not say.
 */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: EventType;
  /** What it moved to; `from`: where it came from. */
  readonly state?: string;
  readonly from?: string;
  /** The outcome, decision, resolution or action, whichever events of this type have. */
  readonly status?: string;
  readonly lifecycle?: 'start' | 'complete';
  /** Whether somebody works on it in the state that it moved to. */
  readonly active?: boolean;
  readonly environment?: string;
  readonly service?: string;
  readonly person?: string;
  readonly team?: string;
  readonly line?: string;
  readonly actor?: string;
}

/** The types of event that a path is made of; the step of a stream can begin or end with no other. */
export const PATH_EVENTS = [
  'item.created',
  'item.moved',
  'item.assigned',
  'item.closed',
  'item.reopened',
  'handoff.offered',
  'handoff.accepted',
  'handoff.returned',
  'commit.recorded',
  'change.opened',
  'change.updated',
  'change.reviewed',
  'change.merged',
  'change.abandoned',
  'build.finished',
  'verification.finished',
  'approval.requested',
  'approval.decided',
  'deployment.started',
  'deployment.finished',
] as const satisfies readonly EventType[];

const KNOWN: ReadonlySet<EventType> = new Set(PATH_EVENTS);

/** Fields that are called the same in every event that has them. */
const SAME = ['lifecycle', 'active', 'environment', 'service', 'person', 'team', 'line'] as const;
const STATUS = ['outcome', 'decision', 'resolution', 'action'] as const;

/** @returns undefined for an event that no path is made of. */
export const momentOf = (event: DeliveryEvent): Moment | undefined => {
  if (!KNOWN.has(event.type)) return undefined;
  const told = event as unknown as Readonly<Record<string, unknown>>;
  const moment: Record<string, unknown> = { at: Date.parse(event.at), type: event.type };
  const say = (name: keyof Moment, value: unknown): void => {
    if (value !== undefined) moment[name] = value;
  };
  if (event.type === 'item.moved') {
    say('state', event.to);
    say('from', event.from);
  }
  const status = STATUS.find((name) => told[name] !== undefined);
  if (status) say('status', told[status]);
  for (const name of SAME) say(name, told[name]);
  say('actor', event.actor?.id);
  return moment as unknown as Moment;
};
