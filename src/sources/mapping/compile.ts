import { isMap, isScalar, isSeq, LineCounter, type Node, type YAMLMap } from 'yaml';
import { deliveryEvent, type EventType } from '../../events/vocabulary.js';
import { celSentence } from '../../support/cel.js';
import { parseYaml } from '../../support/yaml.js';
import { type Expression, parseExpression } from './expression.js';

/** A value of an event: one expression, or a list or an object of them. */
export type Template = Expression | readonly Template[] | { readonly members: ReadonlyMap<string, Template> };

export interface EventRule {
  readonly type: EventType;
  readonly each: Expression | undefined;
  readonly when: Expression | undefined;
  readonly id: readonly Expression[];
  readonly mentions: readonly Expression[];
  readonly fields: ReadonlyMap<string, Template>;
}

export interface Mapping {
  readonly rules: readonly EventRule[];
}

/** One sentence about one place of the mapping. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export type Compiled = { readonly mapping: Mapping } | { readonly problems: readonly Problem[] };

const SHAPES = new Map(deliveryEvent.options.map((option) => [option.shape.type.value, option.shape]));
/** What every mapping leaves to us. */
const OURS = new Set(['id', 'type', 'source']);
const RULE_KEYS = ['type', 'each', 'when', 'id', 'mentions', 'fields'];
const MOST_RULES = 100;

/** Reads a mapping; tells everything that is wrong with it at once, by line. Never throws. */
export const compileMapping = (text: string): Compiled => new Compiler(text).compile();

class Compiler {
  private readonly lines = new LineCounter();
  private readonly problems: Problem[] = [];

  constructor(private readonly text: string) {}

  compile(): Compiled {
    const document = parseYaml(this.text, {
      lineCounter: this.lines,
      schema: 'core',
      logLevel: 'silent',
    });
    for (const { pos, message } of document.errors)
      this.complain(pos[0], message.split('\n', 1)[0]!.replace(/ at line.*$/, ''));
    const rules = this.problems.length === 0 ? this.rulesIn(document.contents) : [];
    const problems = this.problems.toSorted((a, b) => a.line - b.line);
    return problems.length > 0 ? { problems } : { mapping: { rules } };
  }

  private complain(where: Node | number | null | undefined, message: string): void {
    const offset = typeof where === 'number' ? where : (where?.range?.[0] ?? 0);
    this.problems.push({ line: this.lines.linePos(offset).line, message });
  }

  private rulesIn(root: unknown): EventRule[] {
    if (!isMap(root)) {
      this.complain(0, 'The mapping must be an object with the list "events"');
      return [];
    }
    this.refuseOthers(root, ['name', 'events']);
    const events = root.get('events', true);
    if (!isSeq(events) || events.items.length === 0 || events.items.length > MOST_RULES) {
      this.complain(root, `"events" must be a list of 1 to ${MOST_RULES} rules`);
      return [];
    }
    return events.items.flatMap((item) => this.ruleOf(item) ?? []);
  }

  private ruleOf(node: unknown): EventRule | undefined {
    if (!isMap(node)) {
      this.complain(node as Node, 'A rule must be an object with type, id and fields');
      return undefined;
    }
    this.refuseOthers(node, RULE_KEYS);
    const type = node.get('type') as EventType;
    const shape = SHAPES.get(type);
    if (!shape) {
      this.complain(
        (node.get('type', true) as Node) ?? node,
        `There is no event ${String(type ?? '')}: choose one of ${[...SHAPES.keys()].join(', ')}`,
      );
      return undefined;
    }
    const id = this.listOf(node, 'id');
    if (id.length === 0)
      this.complain(node, 'The rule needs "id": expressions of what makes it that fact, such as [body.id]');
    return {
      type,
      id,
      each: this.optional(node, 'each'),
      when: this.optional(node, 'when'),
      mentions: this.listOf(node, 'mentions'),
      fields: this.fieldsOf(node, type, shape),
    };
  }

  private fieldsOf(rule: YAMLMap, type: EventType, shape: object): ReadonlyMap<string, Template> {
    const node = rule.get('fields', true);
    const fields = isMap(node) ? this.membersOf(node) : new Map<string, Template>();
    for (const pair of isMap(node) ? node.items : []) {
      const key = String(pair.key);
      if (OURS.has(key)) this.complain(pair.key as Node, `${key} is made by us: leave it away`);
      else if (!Object.hasOwn(shape, key)) {
        const known = Object.keys(shape).filter((one) => !OURS.has(one));
        this.complain(pair.key as Node, `${type} has no field ${key}: it has ${known.join(', ')}`);
      }
    }
    for (const [key, schema] of Object.entries(shape)) {
      const isRequired = !(schema as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined)
        .success;
      if (isRequired && !OURS.has(key) && !(isMap(node) && node.has(key)))
        this.complain(rule, `${type} needs the field ${key}`);
    }
    return fields;
  }

  private membersOf(node: YAMLMap): Map<string, Template> {
    return new Map(
      node.items.flatMap((pair): [string, Template][] => {
        const template = this.templateOf(pair.value, pair.key as Node);
        return template ? [[String(pair.key), template]] : [];
      }),
    );
  }

  private templateOf(node: unknown, near: Node): Template | undefined {
    if (isMap(node)) return { members: this.membersOf(node) };
    if (isSeq(node)) return node.items.flatMap((item) => this.templateOf(item, near) ?? []);
    return this.expressionOf(node, near);
  }

  private optional(rule: YAMLMap, key: string): Expression | undefined {
    return rule.has(key) ? this.expressionOf(rule.get(key, true), rule) : undefined;
  }

  private listOf(rule: YAMLMap, key: string): Expression[] {
    const node = rule.get(key, true);
    if (node === undefined) return [];
    const items = isSeq(node) ? node.items : [node];
    return items.flatMap((item) => this.expressionOf(item, rule) ?? []);
  }

  /** A number or a truth value in YAML is the same in CEL; a text is an expression, so a literal has quotes of its own. */
  private expressionOf(node: unknown, near: Node): Expression | undefined {
    const where = isScalar(node) ? node : near;
    if (!isScalar(node) || node.value === null) {
      this.complain(where, 'Here an expression is needed');
      return undefined;
    }
    const text = String(node.value);
    try {
      return parseExpression(text);
    } catch (thrown) {
      this.complain(where, `${text}: ${celSentence(thrown)}`);
      return undefined;
    }
  }

  private refuseOthers(node: YAMLMap, known: readonly string[]): void {
    for (const { key } of node.items) {
      if (!known.includes(String(key)))
        this.complain(key as Node, `${String(key)} is not known here: there are ${known.join(', ')}`);
    }
  }
}
