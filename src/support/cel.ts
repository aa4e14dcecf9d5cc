import { type ASTNode, Environment } from '@marcbachmann/cel-js';

/** An expression of CEL that was checked: it knows its variables, and cannot run for long. */
export interface CelProgram {
  readonly text: string;
  /** How often one thing may be looked at for each other one: the depth of nested macros. */
  readonly depth: number;
  readonly ast: ASTNode;
  /** @throws Error as CEL does, with `code` and `summary`. */
  readonly run: (values: Readonly<Record<string, unknown>>) => unknown;
}

const LIMITS = {
  maxAstNodes: 300,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
const MOST_MACROS = 4;

/** CEL has no loops but macros over lists; these calls could still take time or room without measure. */
const FORBIDDEN = new Map([
  ['matches', 'matches is not allowed, because a pattern may take for ever on an unlucky text: use contains'],
  ['bind', 'cel.bind is not allowed: write the value where it is used'],
]);

/**
 * @param variables what expressions may see, with their CEL types.
 * @returns a function that reads one expression, and throws an Error of one sentence when it is none, or one that could
 *   take too long.
 */
export const celReader = (variables: Readonly<Record<string, string>>): ((text: string) => CelProgram) => {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: LIMITS,
  });
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type);
  return (text) => {
    const parsed = environment.parse(text);
    const checked = parsed.check();
    if (checked.error) throw checked.error;
    const { depth, macros } = shapeOf(parsed.ast);
    if (macros > MOST_MACROS)
      throw new Error(`more than ${MOST_MACROS} macros in one expression are not allowed`);
    return { text, depth, ast: parsed.ast, run: (values) => parsed(values) };
  };
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

/** The nodes among the arguments of a node, however they are nested in lists. */
export const nodesIn = (args: unknown): ASTNode[] => {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
};

/** CEL draws the place below its message; one sentence is enough. */
export const celSentence = (thrown: unknown): string => {
  const { summary } = thrown as { summary?: string };
  const text = summary ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return text.split('\n', 1)[0]!;
};
