import type { ASTNode } from '@marcbachmann/cel-js';
import { deliveryEvent } from '../../events/vocabulary.js';
import { type CelProgram, celReader, celSentence, nodesIn } from '../../support/cel.js';
import { minutesIn } from '../duration.js';
import type { SettingsIssue } from '../settings.js';
import type { Formula } from './formula.js';

/** What an expression sees; see docs/adding-a-policy.md. */
const read = celReader({ event: 'dyn', history: 'dyn', activity: 'string', state: 'string' });

const EVENT_FIELDS = new Set(deliveryEvent.options.flatMap((option) => Object.keys(option.shape)));
export const HISTORY_FIELDS = [
  'kind',
  'name',
  'service',
  'environment',
  'title',
  'at',
  'type',
  'risk',
  'deployment',
  'events',
] as const;

const MOST_PARTS = 50;
const DEEPEST = 10;
const TEMPORAL = ['always', 'eventually', 'never', 'until', 'precedes'];
const OPERATORS = [...TEMPORAL, 'next', 'not', 'all', 'any', 'if'];

/** Reads the formula of a rule; what is wrong with it is added to `issues`, with where. */
export class FormulaReader {
  private parts = 0;

  constructor(private readonly issues: SettingsIssue[]) {}

  formula(value: unknown, path: readonly PropertyKey[], depth = 1): Formula | undefined {
    this.parts += 1;
    if (this.parts > MOST_PARTS) return this.complain(path, `a rule has at most ${MOST_PARTS} parts`);
    if (depth > DEEPEST) return this.complain(path, `operators are nested at most ${DEEPEST} deep`);
    if (typeof value === 'string' || typeof value === 'boolean') return this.expression(String(value), path);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.complain(path, 'here an expression or one operator of time is needed');
    return this.operator(value as Record<string, unknown>, path, depth);
  }

  expression(text: string, path: readonly PropertyKey[]): Formula | undefined {
    const program = this.program(text, path);
    return program && { op: 'at', program };
  }

  program(text: string, path: readonly PropertyKey[]): CelProgram | undefined {
    try {
      const program = read(text);
      refuseStrangers(program.ast);
      return program;
    } catch (thrown) {
      return this.complain(path, `${text}: ${celSentence(thrown)}`);
    }
  }

  private operator(
    value: Record<string, unknown>,
    path: readonly PropertyKey[],
    depth: number,
  ): Formula | undefined {
    const names = Object.keys(value).filter((key) => key !== 'within' && key !== 'then');
    const name = names[0] ?? '';
    if (names.length !== 1 || !OPERATORS.includes(name))
      return this.complain(path, `here exactly one operator is needed: ${OPERATORS.join(', ')}`);
    if ('within' in value && !TEMPORAL.includes(name))
      return this.complain([...path, 'within'], `within belongs to ${TEMPORAL.join(', ')}`);
    if ('then' in value !== (name === 'if')) return this.complain(path, 'if and then belong together');
    const inner = (key: string, member: unknown, at: readonly PropertyKey[] = [...path, key]) =>
      this.formula(member, at, depth + 1);
    if (name === 'if') return implied(inner('if', value['if']), inner('then', value['then']));
    const withinMs = this.within(value['within'], path);
    if (name === 'all' || name === 'any') return this.several(name, value[name], { path, depth });
    if (name === 'until' || name === 'precedes') {
      const both = value[name];
      if (!Array.isArray(both) || both.length !== 2)
        return this.complain([...path, name], `${name} needs a list of two`);
      const [first, second] = both.map((one, i) => inner(name, one, [...path, name, i]));
      return first && second && { op: name, first, second, withinMs };
    }
    const of = inner(name, value[name]);
    if (!of) return undefined;
    if (name === 'never') return { op: 'always', of: { op: 'not', of }, withinMs };
    if (name === 'always' || name === 'eventually') return { op: name, of, withinMs };
    return { op: name === 'next' ? 'next' : 'not', of };
  }

  private several(
    op: 'all' | 'any',
    value: unknown,
    { path, depth }: { path: readonly PropertyKey[]; depth: number },
  ): Formula | undefined {
    if (!Array.isArray(value) || value.length === 0)
      return this.complain([...path, op], `${op} needs a list`);
    const of = value.map((one, i) => this.formula(one, [...path, op, i], depth + 1));
    return of.every((one) => one !== undefined) ? { op, of } : undefined;
  }

  private within(value: unknown, path: readonly PropertyKey[]): number | undefined {
    if (value === undefined) return undefined;
    const minutes = typeof value === 'string' ? minutesIn(value) : undefined;
    if (minutes === undefined)
      return this.complain([...path, 'within'], 'within must be a duration such as 15m, 24h or 3d');
    return minutes * 60_000;
  }

  private complain(path: readonly PropertyKey[], message: string): undefined {
    this.issues.push({ path, message });
  }
}

const implied = (condition: Formula | undefined, then: Formula | undefined): Formula | undefined =>
  condition && then && { op: 'any', of: [{ op: 'not', of: condition }, then] };

/** A field that no event has is a slip of the pen, and would never be found; a division by nothing is one, too. */
const refuseStrangers = (node: ASTNode): void => {
  const args = node.args as unknown as readonly unknown[];
  if (node.op === '.' || node.op === '.?') {
    const [of, field] = args as [ASTNode, unknown];
    if (of.op === 'id' && String(of.args) === 'event' && !EVENT_FIELDS.has(String(field)))
      throw new Error(`no event has a field ${String(field)}`);
    if (of.op === 'id' && String(of.args) === 'history' && !HISTORY_FIELDS.some((one) => one === field))
      throw new Error(`history has no ${String(field)}: it has ${HISTORY_FIELDS.join(', ')}`);
  }
  if (node.op === '/' || node.op === '%') {
    const right = args[1] as ASTNode;
    if (right.op === 'value' && Number(right.args) === 0) throw new Error('it divides by zero');
  }
  for (const inner of nodesIn(node.args)) refuseStrangers(inner);
};
