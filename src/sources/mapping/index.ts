import { z } from 'zod';
import { authenticateBearer } from '../bearer.js';
import type { Interpretation, Setting, Source } from '../source.js';
import { type Compiled, compileMapping } from './compile.js';
import { eventsOf } from './evaluate.js';
import type { Values } from './expression.js';

/** Every delivery reads the settings, but mappings are few: what was compiled is kept, the latest ones. */
const compiled = new Map<string, Compiled>();
const MOST_COMPILED = 50;

const compiledOnce = (text: string): Compiled => {
  const known = compiled.get(text) ?? compileMapping(text);
  compiled.delete(text);
  compiled.set(text, known);
  if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value!);
  return known;
};

const mappingSettings = z.strictObject({
  /** The text of the YAML file. */
  mapping: z
    .string()
    .max(100_000)
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const told = compiledOnce(text);
      if ('mapping' in told) return told.mapping;
      for (const { line, message } of told.problems) {
        context.issues.push({ code: 'custom', message: `line ${line}: ${message}`, input: text });
      }
      return z.NEVER;
    }),
});
type MappingSettings = z.output<typeof mappingSettings>;

const told = z.object({ body: z.unknown(), headers: z.record(z.string(), z.string()) });

/** Any system: what its payloads mean says a mapping that a person wrote. */
export const mapping: Source<Values, MappingSettings> = {
  id: 'mapping',
  title: 'Anything else, by a mapping of yours',
  about: {
    transport: 'any JSON by HTTP',
    authentication: 'bearer token',
    deliveryKey: 'hash of the body, or what the mapping says',
  },
  bearer: true,
  headers: ['content-type', 'x-event', 'x-event-type', 'x-event-key', 'x-event-id'],
  payload: told,
  settings: mappingSettings,
  authenticate: authenticateBearer,
  read: ({ body, headers }) => ({ body: JSON.parse(body.toString('utf8').replace(/^\uFEFF/, '')), headers }),
  interpret: (values, setting) => interpret(values, setting),
};

const interpret = (values: Values, { source, settings }: Setting<MappingSettings>): Interpretation => {
  if (!settings.mapping) {
    return {
      outcome: 'ignored',
      reason: 'The source has no mapping: add one with throughline source add mapping --mapping FILE',
    };
  }
  const events = eventsOf(settings.mapping, values, source);
  return events.length > 0
    ? { outcome: 'accepted', events }
    : { outcome: 'ignored', reason: 'No rule of the mapping fits the payload' };
};
