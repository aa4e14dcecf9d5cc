import { type Document, isMap, isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { PATH_EVENTS } from '../../projections/paths/moment.js';
import { UserError } from '../../support/errors.js';
import { checkStream, type StreamIssue } from './check-definition.js';
import { CONDITION_FIELDS, type Condition, type StreamDefinition } from './definition.js';
import { FIELDS_OF } from './event-fields.js';

const MOST_BYTES = 256 * 1024;

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

/**
 * Reads one stream, or a file of several under `streams`.
 *
 * @param file what it is called in sentences.
 * @throws UserError `BAD_STREAM`: one sentence with file, line and column; then nothing of it is to be used.
 */
export const readStreams = (file: string, text: string): ReadStream[] => {
  const refuse = (place: string, message: string): never => {
    throw new UserError(`${file}:${place} ${message}.`, 'BAD_STREAM');
  };
  if (Buffer.byteLength(text) > MOST_BYTES)
    return refuse('1:1', 'is larger than 256 kB: no stream needs that');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const [wrong] = document.errors;
  if (wrong)
    return refuse(
      placeOf(wrong.pos[0]),
      `is no YAML: ${wrong.message.split('\n', 1)[0]!.replace(/\.$/, '')}`,
    );
  const several = isMap(document.contents) && document.contents.has('streams');
  const told = plain(document, () =>
    refuse('1:1', 'repeats itself by too many aliases: write out what they stand for'),
  );
  const shape = several
    ? z.strictObject({ streams: z.array(stream).min(1) })
    : stream.transform((one) => ({ streams: [one] }));
  const parsed = shape.safeParse(told);
  const issues: readonly StreamIssue[] = parsed.success
    ? parsed.data.streams.flatMap((one, i) =>
        checkStream(definitionOf(one)).map(({ path, message }) => ({
          path: several ? ['streams', i, ...path] : path,
          message,
        })),
      )
    : parsed.error.issues.map(({ path, message }) => ({ path, message }));
  const [issue] = issues;
  if (issue) return refuse(placeOf(offsetOf(document, issue.path)), sentence(issue));
  const streams = (parsed.data as { streams: z.infer<typeof stream>[] }).streams;
  const twice = streams.findIndex(({ name }, i) => streams.findIndex((one) => one.name === name) < i);
  if (twice >= 0)
    return refuse(
      placeOf(offsetOf(document, ['streams', twice, 'name'])),
      `streams.${twice}.name: ${JSON.stringify(streams[twice]!.name)} is there twice`,
    );
  const raw = (told as { streams?: readonly unknown[] }).streams;
  return streams.map((one, i) => ({
    definition: definitionOf(one),
    text: several ? stringify(raw![i]) : text,
  }));
};

const plain = (document: Document, refuse: () => never): unknown => {
  try {
    return document.toJS({ maxAliasCount: 10 }) ?? {};
  } catch {
    return refuse();
  }
};

const definitionOf = ({ items, only, begins, ends, ...told }: z.infer<typeof stream>): StreamDefinition => {
  const steps = told.steps.map((one) => ({ ...one, owner: one.owner }));
  const all = steps.flatMap(({ start, stop }) => [...start, ...stop]);
  const ofTickets = all.some(({ event }) => event.startsWith('item.'));
  return {
    name: told.name,
    owner: told.owner,
    items: items ? ITEMS[items] : ofTickets ? 'TICKET' : 'CHANGE',
    only,
    begins: begins ?? [],
    ends: ends ?? [],
    steps,
  };
};

/** Of the place itself, or of the nearest around it that is there. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
};

const sentence = ({ path, message }: StreamIssue): string =>
  `${path.map(String).join('.') || 'the file'}: ${message.replace(/\.$/, '')}`;
