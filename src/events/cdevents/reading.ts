import { z } from 'zod';
import { messageOf } from '../../support/errors.js';
import type { Actor } from '../vocabulary.js';
import { approvalRules } from './approval-rules.js';
import { type CdEvent, cdEvent, cdTypeOf } from './cd-event.js';
import { type CloudEvent, causeOf, cloudEvent, dataOf } from './cloud-event.js';
import { codeRules } from './code-rules.js';
import { operationRules } from './operation-rules.js';
import { ownCustomTypeOf, ownTypeOf, readCarried, readOwn } from './own.js';
import { type Reading, type Rule, sound, type Told, under } from './rule.js';
import { runRules } from './run-rules.js';

/** Every type of the CDEvents specification, by subject and predicate, of whatever version. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...codeRules, ...runRules, ...operationRules, ...approvalRules }),
);

/** What a CDEvent (`{context, subject}`) comes to. */
export const readCdEvent = (value: unknown, cause?: Actor): Reading => {
  const parsed = cdEvent.safeParse(value);
  if (!parsed.success) return { flaws: parsed.error.issues };
  const event = { ...parsed.data, cause };
  const type = cdTypeOf(event.context.type);
  if (!type) return { ignored: `"${shown(event.context.type)}" is not a type of CDEvents.` };
  const carried = readCarried(event.customData);
  if (carried) return carried;
  if (type.custom) return readCustom(event, type.name);
  const rule = rules.get(type.name);
  if (!rule) return { ignored: `CDEvents ${shown(type.name)} is not a type that Throughline knows.` };
  const reading = rule(event);
  return 'flaws' in reading ? reading : sound(reading);
};

const readCustom = ({ context, subject }: CdEvent, name: string): Reading => {
  const type = ownCustomTypeOf(name);
  if (!type) return { ignored: `The custom event ${shown(name)} belongs to another tool.` };
  const { id, source, timestamp } = context;
  const reading = readOwn(type, subject.content, { id, source, time: timestamp });
  return 'flaws' in reading ? { flaws: under(['subject', 'content'], reading.flaws) } : reading;
};

const shown = (text: string): string => text.slice(0, 200);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether this is meant to be a CDEvent that no CloudEvent wraps. */
export const isBareCdEvent = (value: unknown): boolean =>
  isObject(value) && 'context' in value && 'subject' in value && !('specversion' in value);

/** What a message comes to: a CloudEvent (whatever it carries), or a CDEvent that no CloudEvent wraps. */
export const readMessage = (value: unknown): Reading => {
  if (isBareCdEvent(value)) return readCdEvent(value);
  const parsed = cloudEvent.safeParse(value);
  if (!parsed.success) return { flaws: parsed.error.issues };
  const { type, id, source, time } = parsed.data;
  const ownType = ownTypeOf(type);
  const around = { id, source, time: time ?? undefined };
  if (ownType) return readData(parsed.data, (data) => readOwn(ownType, data, around));
  if (cdTypeOf(type)) return readData(parsed.data, (data) => readCdEvent(data, causeOf(parsed.data)));
  return { ignored: `Throughline does not know the type "${shown(type)}".` };
};

const readData = (event: CloudEvent, read: (data: unknown) => Reading): Reading => {
  let data: unknown;
  try {
    data = dataOf(event);
  } catch (thrown) {
    return { flaws: [{ path: ['data'], message: `is no JSON: ${messageOf(thrown)}` }] };
  }
  const reading = read(data);
  return 'flaws' in reading ? { flaws: under(['data'], reading.flaws) } : reading;
};

const message = z.unknown().transform((value, context): Told => {
  const reading = readMessage(value);
  if (!('flaws' in reading)) return reading;
  for (const { path, message: text } of reading.flaws) {
    context.issues.push({ code: 'custom', message: text, path: [...path], input: value });
  }
  return z.NEVER;
});

/** The messages of one delivery. One that is broken breaks the delivery: nothing of it is taken. */
export const messages = z.array(message);

/** What a delivery of several messages comes to. */
export const together = (told: readonly Told[]) => {
  const events = told.flatMap((one) => ('events' in one ? one.events : []));
  if (events.length > 0) return { outcome: 'accepted', events } as const;
  return { outcome: 'ignored', reason: reasonsOf(told) } as const;
};

const SHOWN_REASONS = 5;

const reasonsOf = (told: readonly Told[]): string => {
  const reasons = [...new Set(told.flatMap((one) => ('ignored' in one ? [one.ignored] : [])))];
  if (reasons.length === 0) return 'The batch is empty.';
  const more = reasons.length - SHOWN_REASONS;
  return reasons.slice(0, SHOWN_REASONS).join(' ') + (more > 0 ? ` And ${more} more reasons.` : '');
};
