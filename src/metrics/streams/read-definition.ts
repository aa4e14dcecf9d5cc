import { stringify } from 'yaml';
import { z } from 'zod';
import { PATH_EVENTS } from '../../projections/paths/moment.js';
import { checkStream } from './check-definition.js';
import type { Condition, StreamDefinition } from './definition.js';
import { FIELDS_OF } from './event-fields.js';
import { PlacedText } from './placed-text.js';

const name = z.string().trim().min(1).max(200);
const value = z.union([z.string(), z.boolean(), z.number().transform(String)]);

const condition = z
  .looseObject({ event: z.string({ error: 'say which "event" it is, such as item.moved' }) })
  .transform(({ event, ...fields }, context): Condition => {
    const issue = (message: string, path: string): never => {
      context.issues.push({ code: 'custom', message, path: [path], input: event });
      return z.NEVER;
    };
    const known = PATH_EVENTS.find((one) => one === event);
    if (!known)
      return issue(
        `there is no event ${JSON.stringify(event)} in a path: use one of ${PATH_EVENTS.join(', ')}`,
        'event',
      );
    const told: Record<string, readonly (string | boolean)[]> = {};
    for (const [field, wanted] of Object.entries(fields)) {
      if (!FIELDS_OF[known].some((one) => one === field))
        return issue(
          `${known} has no field ${JSON.stringify(field)}: use one of ${FIELDS_OF[known].join(', ')}`,
          field,
        );
      const values = z.union([value.transform((one) => [one]), z.array(value).min(1)]).safeParse(wanted);
      if (!values.success) return issue('must be a text or a list of texts', field);
      told[field] = values.data;
    }
    return { event: known, fields: told };
  });

const conditions = z.preprocess(
  (told) => (Array.isArray(told) || told === undefined ? told : [told]),
  z.array(condition, { error: 'say by which event: { event: item.moved, state: Doing }' }).min(1),
);

const step = z.strictObject({
  name,
  owner: name.optional(),
  start: conditions,
  stop: conditions,
});

const ITEMS = { ticket: 'TICKET', change: 'CHANGE' } as const;

const stream = z.strictObject({
  name,
  owner: z
    .string({ error: 'a stream has an owner: name the person or team that answers for it' })
    .trim()
    .min(1),
  items: z.enum(['ticket', 'change']).optional(),
  only: name.optional(),
  begins: conditions.optional(),
  ends: conditions.optional(),
  steps: z.array(step).min(1).max(100),
});

/** A stream that was read, and its text for whoever wants to change it. */
export interface ReadStream {
  readonly definition: StreamDefinition;
  readonly text: string;
}

const file = z.strictObject({ streams: z.array(stream).min(1) });
type Told = z.infer<typeof stream>;

/**
 * Reads one stream, or a file of several under `streams`.
 *
 * @param name what the text is called in sentences.
 * @throws UserError `BAD_STREAM`: one sentence with file, line and column; then nothing of it is to be used.
 */
export const readStreams = (name: string, text: string): ReadStream[] => {
  const placed = new PlacedText(name, text);
  const value = placed.value();
  if (!placed.has('streams')) {
    const told = checked(placed, stream, value);
    return [{ definition: sound(placed, told, []), text }];
  }
  const { streams } = checked(placed, file, value);
  const raw = (value as { streams: readonly unknown[] }).streams;
  return streams.map((told, i) => {
    const path = ['streams', i];
    if (streams.findIndex((one) => one.name === told.name) < i)
      placed.refuse({ path: [...path, 'name'], message: `${JSON.stringify(told.name)} is there twice` });
    return { definition: sound(placed, told, path), text: stringify(raw[i]) };
  });
};

const checked = <T>(placed: PlacedText, shape: z.ZodType<T>, value: unknown): T => {
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : placed.refuse(parsed.error.issues[0]!);
};

/** @param path where the stream stands in the text. */
const sound = (placed: PlacedText, told: Told, path: readonly PropertyKey[]): StreamDefinition => {
  const definition = definitionOf(told);
  const [issue] = checkStream(definition);
  return issue ? placed.refuse({ ...issue, path: [...path, ...issue.path] }) : definition;
};

const definitionOf = ({ items, only, begins, ends, ...told }: Told): StreamDefinition => {
  const steps = told.steps.map((one) => ({ ...one, owner: one.owner }));
  const all = steps.flatMap(({ start, stop }) => [...start, ...stop]);
  const ofTickets = all.some(({ event }) => event.startsWith('item.'));
  return {
    name: told.name,
    owner: told.owner,
    kind: items ? ITEMS[items] : ofTickets ? 'TICKET' : 'CHANGE',
    only,
    begins: begins ?? [],
    ends: ends ?? [],
    steps,
  };
};
