import type { Condition, ConditionField, StepDefinition, StreamDefinition } from './definition.js';

/** One sentence about one place of a definition. */
export interface StreamIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What cannot be meant: steps in a circle, steps that lie over each other, two of one name. */
export const checkStream = ({ steps }: StreamDefinition): StreamIssue[] => {
  const pairs = steps.flatMap((later, j) =>
    steps.slice(0, j).map((earlier, i) => ({ earlier, later, i, j })),
  );
  return [
    ...steps.flatMap(checkStep),
    ...pairs.flatMap(({ earlier, later, i, j }) => checkPair(earlier, later, j - i === 1, j)),
  ];
};

const checkStep = ({ name, start, stop }: StepDefinition, i: number): StreamIssue[] =>
  anyCovered(stop, start)
    ? [
        {
          path: ['steps', i, 'stop'],
          message: `a cycle: ${quoted(name)} stops with the event that starts it, so it would never end`,
        },
      ]
    : [];

const checkPair = (
  earlier: StepDefinition,
  later: StepDefinition,
  isNext: boolean,
  j: number,
): StreamIssue[] => {
  const [a, b] = [quoted(earlier.name), quoted(later.name)];
  const issue = (field: string, message: string): StreamIssue[] => [{ path: ['steps', j, field], message }];
  if (earlier.name === later.name) return issue('name', `there are two steps ${b}: give each its own name`);
  if (anyCovered(earlier.start, later.start))
    return issue('start', `${b} overlaps ${a}: one event starts both`);
  if (allCovered(later.stop, earlier.start))
    return issue('stop', `a cycle: ${b} stops with the event that starts ${a}, a step before it`);
  if (allCovered(earlier.stop, later.stop) && allCovered(later.stop, earlier.stop))
    return issue('stop', `${b} overlaps ${a}: both stop with the same event`);
  if (!isNext && allCovered(earlier.stop, later.start))
    return issue('start', `${a} overlaps the steps up to ${b}: it stops only when ${b} starts`);
  return [];
};

const quoted = (name: string): string => JSON.stringify(name);

/** Whether every event that meets `one` meets `other`, too. */
const covers = (other: Condition, one: Condition): boolean =>
  one.event === other.event &&
  Object.entries(other.fields).every(([field, wanted]) => {
    const told = one.fields[field as ConditionField];
    return told?.every((value) => wanted.includes(value)) ?? false;
  });

const meet = (a: Condition, b: Condition): boolean => covers(a, b) || covers(b, a);

const anyCovered = (some: readonly Condition[], others: readonly Condition[]): boolean =>
  some.some((one) => others.some((other) => meet(one, other)));

const allCovered = (some: readonly Condition[], others: readonly Condition[]): boolean =>
  some.every((one) => others.some((other) => covers(other, one)));
