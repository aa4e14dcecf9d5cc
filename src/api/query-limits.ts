import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { UserError } from '../support/errors.js';

/** Deep enough for everything the schema can usefully say, and for the query that tools ask about the schema. */
const DEEPEST = 12;
const DEEPEST_INTROSPECTION = 20;
/** A page of 500 changes with all that is known of each; or every figure of the first page ten times over. */
const DEAREST = 50_000;
/** A field that is answered by statements of its own. */
const STATEMENT_COST = 100;
const COSTLY = new Set([
  'leadTime',
  'scrapRate',
  'deploymentFrequency',
  'changeFailureRate',
  'recoveryTime',
  'deploymentReworkRate',
  'changes',
  'change',
  'deployments',
  'sources',
  'people',
  'unresolvedActors',
  'teams',
  'flow',
  'handoffMatrix',
  'handoffs',
  'waiting',
  'bottlenecks',
  'queues',
  'buckets',
  'limits',
  'histogram',
  'byRule',
  'evidence',
  'timeline',
  'item',
  'unlinkedEvents',
  'commits',
  'trouble',
  'totalCount',
  'findings',
  'ledger',
  'checkpoints',
  'inclusion',
  'lastVerification',
  'auditTrail',
  'population',
  'sample',
  'environmentAt',
  'workshops',
  'workshop',
  'workshopLog',
]);
/** Fields whose rows `first` counts, and how many there are without it. */
const PAGED: ReadonlyMap<string, number> = new Map([
  ['evidence', 20],
  ['auditTrail', 20],
  ['changes', 20],
  ['deployments', 20],
  ['handoffs', 20],
  ['waiting', 20],
  ['trouble', 20],
  ['unlinkedEvents', 20],
  ['checkpoints', 20],
  ['people', 20],
  ['unresolvedActors', 20],
  ['findings', 20],
  ['commits', 100],
]);

type Variables = Readonly<Record<string, unknown>>;

/**
 * Refuses a query that would ask too much before any of it is answered. Its cost is the number of fields it can answer,
 * a field with statements of its own counting a hundredfold.
 *
 * @throws UserError `TOO_DEEP`, `TOO_COSTLY`
 */
export const refuseBombs = (document: DocumentNode, variables: Variables = {}): void => {
  const fragments = new Map(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  for (const operation of operations) {
    const meter = new Meter(fragments, { ...defaultsOf(operation), ...variables });
    const { cost } = meter.measure(operation.selectionSet, { depth: 1, deepest: DEEPEST });
    if (cost <= DEAREST) continue;
    throw new UserError(
      `The query asks too much at once (cost ${Math.ceil(cost)}, at most ${DEAREST}): ask for fewer fields or smaller pages.`,
      'TOO_COSTLY',
    );
  }
};

/** What a variable stands for when the caller does not give it; only numbers matter here. */
const defaultsOf = ({ variableDefinitions }: OperationDefinitionNode): Variables =>
  Object.fromEntries(
    (variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );

interface Level {
  readonly depth: number;
  readonly deepest: number;
}

interface Measured {
  readonly cost: number;
  /** Levels of fields below. */
  readonly height: number;
}

/** Each fragment is measured once, however often it is spread: spreading alone must not cost us time either. */
class Meter {
  private readonly known = new Map<string, Measured>();

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  measure(set: SelectionSetNode | undefined, level: Level): Measured {
    refuseDeep(level.depth - 1, level.deepest);
    let cost = 0;
    let height = 0;
    for (const selection of set?.selections ?? []) {
      const measured = this.selection(selection, level);
      cost += measured.cost;
      height = Math.max(height, measured.height);
    }
    return { cost, height };
  }

  private selection(node: SelectionNode, level: Level): Measured {
    if (node.kind === Kind.FIELD) return this.field(node, level);
    if (node.kind === Kind.INLINE_FRAGMENT) return this.measure(node.selectionSet, level);
    return this.spread(node.name.value, level);
  }

  private spread(name: string, level: Level): Measured {
    const measured = this.known.get(name) ?? this.measure(this.fragments.get(name)?.selectionSet, level);
    this.known.set(name, measured);
    refuseDeep(level.depth - 1 + measured.height, level.deepest);
    return measured;
  }

  private field(node: FieldNode, { depth, deepest }: Level): Measured {
    const name = node.name.value;
    const below = { depth: depth + 1, deepest: name.startsWith('__') ? DEEPEST_INTROSPECTION : deepest };
    const inside = this.measure(node.selectionSet, below);
    const own = COSTLY.has(name) && node.selectionSet ? STATEMENT_COST : 1;
    return { cost: own + this.rows(node) * inside.cost, height: inside.height + 1 };
  }

  /** At least one: a page of fewer is refused later, and must not pay for the rest of the query until then. */
  private rows(node: FieldNode): number {
    return Math.max(1, this.asked(node));
  }

  private asked(node: FieldNode): number {
    const usual = PAGED.get(node.name.value);
    if (usual === undefined || !node.selectionSet) return 1;
    const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (given?.kind === Kind.INT) return Number(given.value);
    if (given?.kind !== Kind.VARIABLE) return usual;
    const value = this.variables[given.name.value];
    return typeof value === 'number' ? value : usual;
  }
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
/** Selections, arguments and values together. */
const MOST_BRACKETS = 200;

/**
 * Refuses a text that the parser, which calls itself for every bracket, would not come to the end of. What is no GraphQL
 * at all is left to the parser to say.
 *
 * @throws UserError `TOO_DEEP`
 */
export const refuseDeepText = (text: string): void => {
  const lexer = new Lexer(new Source(text));
  let open = 0;
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      if (OPENING.has(token.kind)) open += 1;
      if (CLOSING.has(token.kind)) open -= 1;
      if (open > MOST_BRACKETS) break;
    }
  } catch {
    return;
  }
  refuseDeep(open, MOST_BRACKETS);
};

const refuseDeep = (depth: number, deepest: number): void => {
  if (depth <= deepest) return;
  throw new UserError(`The query is nested too deep: at most ${deepest} levels are answered.`, 'TOO_DEEP');
};
