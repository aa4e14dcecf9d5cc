import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { messageOf } from '../../support/errors.js';
import { riskOf, typeOf } from '../change-type.js';
import type { History } from '../history.js';
import { whoIs } from '../people.js';
import { fail, type Opinion, pass, unknown } from '../policy.js';
import { evaluate, type Outcome, type Trace } from './evaluate.js';
import type { Formula } from './formula.js';
import type { HISTORY_FIELDS } from './read-formula.js';

export interface RuleText {
  readonly title: string;
  readonly formula: Formula;
  readonly when: Formula | undefined;
}

export const judgeByRule = (history: History, { title, formula, when }: RuleText): Opinion | undefined => {
  if (history.events.length === 0) return unknown(`${title}: no event of it is known.`);
  const trace = traceOf(history);
  try {
    if (when) {
      const { truth } = evaluate(when, { ...trace, positions: trace.positions.slice(0, 1) });
      if (truth !== true)
        return truth === false ? undefined : unknown(`${title}: whether it applies is not known.`);
    }
    return opinionOf(history, title, evaluate(formula, trace));
  } catch (thrown) {
    return unknown(`${title}: ${messageOf(thrown)}.`);
  }
};

const opinionOf = (history: History, title: string, outcome: Outcome): Opinion => {
  const ids = history.events.map(({ id }) => id);
  const ends = [ids[0]!, ids.at(-1)!];
  if (outcome.truth === true) return pass(`${title}: so it was.`, ends);
  if (outcome.truth === false) {
    const event = outcome.broken === undefined ? undefined : history.events[outcome.broken];
    if (!event) return fail(`${title}: that was not so.`, ends);
    return fail(`${title}: that was not so at ${event.at} (${activityOf(event)}).`, [event.id]);
  }
  const why = outcome.trouble ?? 'its time is not over yet';
  const opinion = unknown(`${title}: not known, because ${why}.`, ends);
  if (outcome.recheckMs === undefined) return opinion;
  return { ...opinion, recheckAt: new Date(outcome.recheckMs).toISOString() };
};

/** What CEL sees at each event: the event, what sort of thing happened, the item's state since then, and all of it. */
const traceOf = (history: History): Trace => {
  const events = history.events.map((event) => shown(history, event));
  const all: Record<(typeof HISTORY_FIELDS)[number], unknown> = {
    kind: history.subject.about.toLowerCase(),
    name: history.subject.name,
    service: history.subject.service,
    environment: history.subject.environment,
    title: history.subject.title,
    at: new Date(history.subject.at),
    type: typeOf(history),
    risk: riskOf(history) ?? '',
    deployment: history.deployed?.id ?? '',
    events,
  };
  let state = '';
  const positions = history.events.map((event, i) => {
    if (event.type === 'item.moved') state = event.to;
    return { event: events[i], history: all, activity: activityOf(event), state };
  });
  return {
    positions,
    times: history.events.map(({ at }) => Date.parse(at)),
    nowMs: Date.parse(history.now),
  };
};

/** The state that an item came into; of anything else the type of the event. */
const activityOf = (event: DeliveryEvent): string => (event.type === 'item.moved' ? event.to : event.type);

const INSTANT = /^(at|.*At|plannedFrom|plannedTo)$/;

/** An event with its whole numbers and instants as CEL has them, and the person behind whoever did it. */
const shown = (history: History, event: DeliveryEvent): Record<string, unknown> => {
  const members = Object.entries(event).map(([key, value]): [string, unknown] => {
    if (typeof value === 'number' && Number.isInteger(value)) return [key, BigInt(value)];
    if (typeof value === 'string' && INSTANT.test(key)) return [key, new Date(value)];
    if (key === 'actor' || key === 'initiator' || key === 'authorizer')
      return [key, withPerson(history, value as Actor, event.at)];
    return [key, value];
  });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const withPerson = (history: History, actor: Actor, at: string): Record<string, unknown> => {
  const { person } = whoIs(history.people, actor, at);
  return person === undefined ? { ...actor } : { ...actor, person };
};
