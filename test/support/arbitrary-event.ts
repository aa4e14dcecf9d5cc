import fc from 'fast-check';
import { z } from 'zod';
import {
  type DeliveryEvent,
  deliveryEvent,
  type EventOf,
  type EventType,
} from '../../src/events/vocabulary.js';

/**
 * Events of every type, derived from the vocabulary itself: a field that is added there is generated here the same day.
 * They are as the vocabulary gives them (times in UTC with milliseconds), so parsing one changes nothing.
 */
export const arbitraryEvent = (): fc.Arbitrary<DeliveryEvent> =>
  fc.oneof(...eventTypes.map(arbitraryEventOf));

export const arbitraryEventOf = <T extends EventType>(type: T): fc.Arbitrary<EventOf<T>> => {
  const schema = schemas.get(type);
  if (!schema) throw new Error(`The vocabulary has no event "${type}".`);
  return arbitrary(schema) as fc.Arbitrary<EventOf<T>>;
};

/** The part of JSON Schema that the vocabulary needs. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
}

const schemas: ReadonlyMap<EventType, JsonSchema> = new Map(
  deliveryEvent.options.map((option) => [
    option.shape.type.value,
    z.toJSONSchema(option, { io: 'input', reused: 'inline' }) as JsonSchema,
  ]),
);

export const eventTypes: readonly EventType[] = [...schemas.keys()];

const arbitrary = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return arbitraryText(schema);
    case 'integer':
      return fc.nat({ max: 10_000 }).map((n) => n + (schema.minimum ?? 0));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitrary(schema.items ?? {}), { maxLength: 4 });
    case 'object':
      return arbitraryObject(schema);
    default:
      throw new Error(`No values are generated for ${JSON.stringify(schema)} yet; teach this file to.`);
  }
};

const arbitraryText = ({ format, pattern, minLength = 0 }: JsonSchema): fc.Arbitrary<string> => {
  if (format === 'date-time') return arbitraryInstant;
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    fc.string({ minLength, maxLength: 20 }),
    fc.string({ minLength, maxLength: 12, unit: 'grapheme' }),
    fc.constantFrom(
      'github.com/octo/hello',
      'https://example.org/a?b=c#d',
      'pkg:oci/app@sha256%3Aabc',
      'constructor',
    ),
  );
};

const arbitraryInstant = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const arbitraryObject = ({
  properties,
  required,
  additionalProperties,
}: JsonSchema): fc.Arbitrary<unknown> => {
  if (properties) {
    const members = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, arbitrary(member)]),
    );
    return fc.record(members, { requiredKeys: [...(required ?? [])], noNullPrototype: true });
  }
  const member = typeof additionalProperties === 'object' ? arbitrary(additionalProperties) : fc.constant('');
  // An object literal cannot hold __proto__ as a plain key.
  const key = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '__proto__');
  return fc.dictionary(key, member, { maxKeys: 4, noNullPrototype: true });
};
