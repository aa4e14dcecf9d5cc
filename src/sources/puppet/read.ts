import { messageOf } from '../../support/errors.js';
import { parseYaml } from '../../support/yaml.js';
import { recordsIn } from '../records.js';
import type { RawRequest } from '../source.js';

/** A hostile report can name one list of changes from very many resources; nobody's catalog changes this much at once. */
const MOST_CHANGES = 200_000;
/** Real reports repeat an alias in every line of their log, so the parser's own limit of a hundred is too low. */
const OPTIONS = { logLevel: 'silent', uniqueKeys: false, strict: false, maxAliasCount: 1_000_000 } as const;

/** Ruby's tags (`!ruby/object:...`) are only names here: a tag that is not known leaves a plain map, list or text. */
const readYaml = (text: string): unknown => {
  const document = parseYaml(text, OPTIONS);
  const [error] = document.errors;
  if (error) throw new Error(`it is no YAML (${messageOf(error).split('\n', 1)[0]})`);
  return document.toJS(OPTIONS);
};

const changesIn = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const report = value as Record<string, unknown>;
  const resources = Object.values((report['resource_statuses'] ?? report['resources'] ?? {}) as object);
  return resources.reduce((sum: number, one: unknown) => {
    const events = (one as { events?: unknown } | null)?.events;
    return sum + (Array.isArray(events) ? events.length : 0);
  }, 0);
};

const looksLikeJson = (text: string): boolean => /^\uFEFF?\s*[[{]/.test(text);

/** Reports as JSON (PuppetDB, one or a list) or as YAML (the report processor `http`). */
export const read = ({ body }: RawRequest): unknown => {
  const text = body.toString('utf8');
  const values = looksLikeJson(text) ? recordsIn(body).map(({ value }) => value) : [readYaml(text)];
  const reports = values.flatMap(reportsIn);
  if (reports.reduce((sum: number, one) => sum + changesIn(one), 0) > MOST_CHANGES)
    throw new Error(`it tells more than ${MOST_CHANGES} changes, which no run of Puppet makes`);
  return reports;
};

/** A command to PuppetDB wraps the report that it stores. */
const reportsIn = (value: unknown): unknown[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value];
  const { command, payload } = value as Record<string, unknown>;
  return command === 'store report' && payload !== undefined ? [payload] : [value];
};
