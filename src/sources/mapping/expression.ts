import { type ASTNode, Environment } from '@marcbachmann/cel-js';

/** What an expression may see: the payload, the kept headers, and the element that `each` is at. */
export interface Values {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly it?: unknown;
}

export interface Expression {
  readonly text: string;
  /** How often one thing of the payload may be looked at for each other one: the depth of nested macros. */
  readonly depth: number;
  /** @throws Error when the payload is not what the expression expects. */
  readonly evaluate: (values: Values) => unknown;
}

const LIMITS = {
  maxAstNodes: 300,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: LIMITS,
})
  .registerVariable('body', 'dyn')
  .registerVariable('headers', 'map')
  .registerVariable('it', 'dyn');

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
const MOST_MACROS = 4;

/** CEL has no loops but macros over lists; these calls could still take time or room without measure. */
const FORBIDDEN = new Map([
  ['matches', 'matches is not allowed, because a pattern may take for ever on an unlucky text: use contains'],
  ['bind', 'cel.bind is not allowed: write the value where it is used'],
]);

/** @throws Error with one sentence when it is no expression, or one that could take too long. */
export const parseExpression = (text: string): Expression => {
  const parsed = environment.parse(text);
  const checked = parsed.check();
  if (checked.error) throw checked.error;
  const { depth, macros } = shapeOf(parsed.ast);
  if (macros > MOST_MACROS)
    throw new Error(`more than ${MOST_MACROS} macros in one expression are not allowed`);
  return { text, depth, evaluate: (values) => plain(absentIfMissing(() => parsed({ it: null, ...values }))) };
};

interface Shape {
  readonly depth: number;
  readonly macros: number;
}

const shapeOf = (node: ASTNode): Shape => {
  const isCall = node.op === 'rcall' || node.op === 'call';
  const name = isCall ? String(node.args[0]) : '';
  const forbidden = FORBIDDEN.get(name);
  if (forbidden) throw new Error(forbidden);
  const inner = nodesIn(node.args).map(shapeOf);
  const isMacro = node.op === 'rcall' && MACROS.has(name);
  return {
    depth: Math.max(0, ...inner.map(({ depth }) => depth)) + (isMacro ? 1 : 0),
    macros: inner.reduce((sum, { macros }) => sum + macros, isMacro ? 1 : 0),
  };
};

const nodesIn = (args: unknown): ASTNode[] => {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
};

/** What the payload does not have is absent, as it is in an event. */
const absentIfMissing = (evaluate: () => unknown): unknown => {
  try {
    return evaluate();
  } catch (thrown) {
    const { code, summary } = thrown as { code?: string; summary?: string };
    if (code === 'no_such_key' || code === 'index_out_of_bounds') return undefined;
    throw summary ? new Error(summary) : thrown;
  }
};

/** A value of CEL as JSON has it. */
const plain = (value: unknown): unknown => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (Array.isArray(value)) return value.map(plain).filter((one) => one !== undefined);
  if (typeof value !== 'object') return value;
  if (value instanceof Map) return plain(Object.fromEntries(value));
  return 'hasValue' in value || Object.getPrototypeOf(value) === Object.prototype
    ? plainMembers(value)
    : String(value);
};

const plainMembers = (value: object): unknown => {
  const optional = value as { hasValue?: () => boolean; value?: () => unknown };
  if (typeof optional.hasValue === 'function') {
    return optional.hasValue() ? plain(optional.value?.()) : undefined;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const known = plain(member);
      return known === undefined ? [] : [[key, known]];
    }),
  );
};
