import { type Document, isAlias, isNode, LineCounter, visit } from 'yaml';
import { UserError } from '../support/errors.js';
import { parseYaml } from '../support/yaml.js';
import { policies } from './registry.js';
import { compileRules } from './rules/compile.js';
import { activate, type Settings, type SettingsIssue, settingsShape } from './settings.js';

const MOST_BYTES = 256 * 1024;

/**
 * Reads policies.yaml: what is on, parameters, exceptions, freezes, windows, and rules of one's own.
 *
 * @param name what the file is called in sentences.
 * @throws UserError with everything that is wrong, `FILE:LINE: sentence.`
 */
export const loadSettings = (text: string, name: string): Settings => {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new UserError(`${name} is larger than 256 kB: no set of policies needs that.`);
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, schema: 'core', logLevel: 'silent' });
  const refuse = (problems: readonly { line: number; message: string }[]): never => {
    const sorted = [...problems].sort((a, b) => a.line - b.line);
    throw new UserError(
      sorted.map(({ line, message }) => `${name}:${line}: ${message}.`).join('\n'),
      'BAD_POLICY',
    );
  };
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const syntax = document.errors.map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    message: message.split('\n', 1)[0]!.replace(/ at line.*$/, ''),
  }));
  if (syntax.length > 0) refuse(syntax);
  const aliases = aliasesIn(document).map((offset) => ({
    line: lineAt(offset),
    message: 'an alias may repeat itself without end: write out what it stands for',
  }));
  if (aliases.length > 0) refuse(aliases);
  const { settings, issues } = settingsIn(document.toJS() ?? {});
  if (issues.length > 0)
    refuse(
      issues.map(({ path, message }) => ({
        line: lineAt(offsetOf(document, path)),
        message: described(path, message),
      })),
    );
  return settings!;
};

const aliasesIn = (document: Document): number[] => {
  const found: number[] = [];
  visit(document, (_key, node) => {
    if (isAlias(node)) found.push(node.range?.[0] ?? 0);
  });
  return found;
};

const settingsIn = (value: unknown): { settings?: Settings; issues: SettingsIssue[] } => {
  const parsed = settingsShape.safeParse(value);
  if (!parsed.success) return { issues: parsed.error.issues };
  const { active, issues } = activate(parsed.data);
  const rules = compileRules(parsed.data.rules);
  const all = [...active, ...rules.active];
  const known = new Set([...policies.map(({ id }) => id), ...all.map(({ policy }) => policy.id)]);
  const strangers = parsed.data.exceptions.flatMap(({ policy }, i) =>
    known.has(policy) ? [] : [{ path: ['exceptions', i, 'policy'], message: `there is no policy ${policy}` }],
  );
  const { environments, exceptions } = parsed.data;
  return {
    settings: { environments, exceptions, active: all },
    issues: [...issues, ...rules.issues, ...strangers],
  };
};

/** Of the place itself, or of the nearest that is there. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
};

const described = (path: readonly PropertyKey[], message: string): string =>
  path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
