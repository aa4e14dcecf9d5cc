import { eventId } from '../../events/event-id.js';
import { linkList, linksIn } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { messageOf, UserError } from '../../support/errors.js';
import { instantOf, toldOnly } from '../reading.js';
import type { EventRule, Mapping, Template } from './compile.js';
import type { Expression, Values } from './expression.js';

/** An event as the mapping makes it; the vocabulary checks it afterwards, like that of any source. */
type Made = Record<string, unknown>;

const MOST_STEPS = 2_000_000;
const MOST_EVENTS = 10_000;

/**
 * The time that a mapping may take is bounded by what it would look at: things of the payload to the power of nested
 * macros. Counted before anything is evaluated, so it is the same on every machine.
 *
 * @throws UserError saying what to do when it is too much, or when an expression cannot be evaluated.
 */
export const eventsOf = (mapping: Mapping, values: Values, source: string): DeliveryEvent[] => {
  const things = thingsIn(values.body);
  const made = mapping.rules.flatMap((rule) => {
    const steps = things ** depthOf(rule);
    if (steps > MOST_STEPS) {
      throw new UserError(
        `the rule for ${rule.type} would look at ${things} things ${depthOf(rule)} deep, which is too much: send less at once, or nest fewer macros`,
      );
    }
    return eventsOfRule(rule, values, source);
  });
  if (made.length > MOST_EVENTS)
    throw new UserError(`the mapping makes more than ${MOST_EVENTS} events of it`);
  return made as DeliveryEvent[];
};

const expressionsOf = (template: Template): Expression[] => {
  if ('evaluate' in template) return [template];
  return [...('members' in template ? template.members.values() : template)].flatMap(expressionsOf);
};

const depthOf = (rule: EventRule): number => {
  const inner = [...rule.fields.values()].flatMap(expressionsOf);
  const all = [...rule.id, ...rule.mentions, ...inner, ...(rule.when ? [rule.when] : [])];
  const deepest = Math.max(0, ...all.map(({ depth }) => depth));
  return rule.each ? Math.max(rule.each.depth, deepest + 1) : deepest;
};

const thingsIn = (body: unknown): number => {
  let count = 0;
  const waiting: unknown[] = [body];
  while (waiting.length > 0) {
    const next = waiting.pop();
    count += 1;
    if (typeof next === 'object' && next !== null)
      for (const member of Object.values(next)) waiting.push(member);
  }
  return count;
};

const eventsOfRule = (rule: EventRule, values: Values, source: string): Made[] => {
  const each = rule.each ? evaluated(rule.each, values, rule) : [undefined];
  if (each === undefined) return [];
  if (!Array.isArray(each)) throw new UserError(`"each" of ${rule.type} is not a list`);
  return each.flatMap((it) => {
    const seen = { ...values, it };
    if (rule.when && evaluated(rule.when, seen, rule) !== true) return [];
    return [eventOf(rule, seen, source)];
  });
};

const eventOf = (rule: EventRule, values: Values, source: string): Made => {
  const natural = rule.id.map((one) => evaluated(one, values, rule));
  if (natural.some((part) => part === undefined || part === '')) {
    throw new UserError(`the id of ${rule.type} is not there: ${rule.id.map(({ text }) => text).join(', ')}`);
  }
  const fields = filled({ members: rule.fields }, values, rule) as Made;
  const mentioned = rule.mentions
    .map((one) => evaluated(one, values, rule))
    .filter((one) => typeof one === 'string');
  const links = linkList(...asTexts(fields['links']), ...linksIn(...mentioned));
  return toldOnly<Made>({
    ...withKnownPeople(fields),
    ...(links ? { links } : {}),
    at: instantOf(fields['at']) ?? fields['at'],
    type: rule.type,
    id: eventId(rule.type, source, ...natural.map(String)),
    source,
  });
};

const asTexts = (told: unknown): string[] =>
  (Array.isArray(told) ? told : []).filter((one) => typeof one === 'string');

/** A mapping that only says who leaves the rest to us: somebody whom the sender named, and nobody checked. */
const withKnownPeople = (fields: Made): Made => {
  const people = ['actor', 'initiator', 'authorizer'].flatMap((role) => {
    const told = fields[role];
    if (told === undefined) return [];
    const who = typeof told === 'object' ? (told as Made) : { id: told };
    return [[role, who['id'] === undefined ? undefined : { kind: 'human', confidence: 'asserted', ...who }]];
  });
  return { ...fields, ...Object.fromEntries(people) };
};

const filled = (template: Template, values: Values, rule: EventRule): unknown => {
  if ('evaluate' in template) return evaluated(template, values, rule);
  if (!('members' in template)) {
    return template.map((one) => filled(one, values, rule)).filter((one) => one !== undefined);
  }
  const members = [...template.members].flatMap(([key, inner]) => {
    const value = filled(inner, values, rule);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(members);
};

const evaluated = (expression: Expression, values: Values, rule: EventRule): unknown => {
  try {
    return expression.evaluate(values);
  } catch (thrown) {
    throw new UserError(`${expression.text} of ${rule.type}: ${messageOf(thrown)}`);
  }
};
