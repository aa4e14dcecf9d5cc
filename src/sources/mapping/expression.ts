import { celReader } from '../../support/cel.js';

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

const read = celReader({ body: 'dyn', headers: 'map', it: 'dyn' });

/** @throws Error with one sentence when it is no expression, or one that could take too long. */
export const parseExpression = (text: string): Expression => {
  const { depth, run } = read(text);
  return { text, depth, evaluate: (values) => plain(absentIfMissing(() => run({ it: null, ...values }))) };
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
