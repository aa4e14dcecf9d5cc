import { LineCounter } from 'yaml';
import { z } from 'zod';
import { parseYaml } from '../../support/yaml.js';

/** What is wrong with a file, and where: line and column from 1. */
export interface Flaw {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly flaw: Flaw };

type Path = readonly PropertyKey[];

/** Reads a YAML file whole by a schema; the first thing that is wrong is told with its place. */
export const readYaml = <T>(text: string, schema: z.ZodType<T>): Reading<T> => {
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, uniqueKeys: true });
  const placed = (offset: number, message: string): Reading<T> => {
    const { line, col } = lines.linePos(offset);
    return { ok: false, flaw: { line: Math.max(1, line), column: Math.max(1, col), message } };
  };
  const broken = document.errors[0];
  if (broken) return placed(broken.pos[0], `it is no YAML: ${firstSentence(broken.message)}`);
  const offsetOf = (path: Path): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | null;
      if (node?.range) return node.range[0];
    }
    return document.contents?.range?.[0] ?? 0;
  };
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0]!;
  const { path, message } = issue;
  const place = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0]!] : path;
  return placed(offsetOf(place), `${pathText(path)}${message}`);
};

const firstSentence = (text: string): string =>
  text
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/[.:]$/, '');

/** `people[0].accounts[1].id: `. */
const pathText = (path: Path): string => {
  if (path.length === 0) return '';
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${text.replace(/^\./, '')}: `;
};

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A day (its first moment in UTC) or an instant with its offset; ISO in UTC with milliseconds. */
export const date = z.string('must be a date such as 2026-02-01').transform((text, context) => {
  const whole = DAY.test(text) ? `${text}T00:00:00Z` : text;
  const time = new Date(whole);
  const sound = z.iso.datetime({ offset: true }).safeParse(whole).success && !Number.isNaN(time.getTime());
  if (sound) return time.toISOString();
  const message = `"${text.slice(0, 40)}" is no date: write 2026-02-01 or 2026-02-01T09:00:00+01:00`;
  context.issues.push({ code: 'custom', message, input: text });
  return z.NEVER;
});

export const name = z
  .string('must be a text')
  .min(1, 'must not be empty')
  .max(500, 'is longer than 500 letters');

export const span = { from: date.optional(), to: date.optional() };

/** A text where only the id is given, else the whole. */
export const byId = <T>(key: string, schema: z.ZodType<T>) =>
  z.preprocess((value) => (typeof value === 'string' ? { [key]: value } : value), schema);
