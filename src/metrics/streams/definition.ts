import type { Moment } from '../../projections/paths/moment.js';
import type { ItemKind } from '../../projections/paths/path.js';

/** What a condition can ask of an event, beside its type. */
export const CONDITION_FIELDS = [
  'state',
  'from',
  'status',
  'lifecycle',
  'active',
  'environment',
  'service',
  'person',
  'team',
  'line',
  'actor',
] as const satisfies readonly (keyof Moment)[];
export type ConditionField = (typeof CONDITION_FIELDS)[number];

/** One kind of event: its type, and for each field that is named the values of which it has one. */
export interface Condition {
  readonly event: Moment['type'];
  readonly fields: Readonly<Partial<Record<ConditionField, readonly (string | boolean)[]>>>;
}

/** A step is visited from the first event that meets a start to the next that meets a stop. */
export interface StepDefinition {
  readonly name: string;
  readonly owner: string | undefined;
  readonly start: readonly Condition[];
  readonly stop: readonly Condition[];
}

export interface StreamDefinition {
  readonly name: string;
  /** Who answers for the whole stream. */
  readonly owner: string;
  readonly kind: ItemKind;
  /** Only items of this name; `*` stands for any text. */
  readonly only: string | undefined;
  /** Where an item enters; none: with the start of the first step it visits. */
  readonly begins: readonly Condition[];
  /** Where an item is finished; none: with the stop of the last step. */
  readonly ends: readonly Condition[];
  readonly steps: readonly StepDefinition[];
}

export const meets = (moment: Moment, { event, fields }: Condition): boolean => {
  if (moment.type !== event) return false;
  for (const field in fields) {
    const value = moment[field as ConditionField];
    if (value === undefined || !fields[field as ConditionField]!.includes(value)) return false;
  }
  return true;
};

export const meetsAny = (moment: Moment, conditions: readonly Condition[]): boolean =>
  conditions.some((condition) => meets(moment, condition));

/** Whether a stream of tickets asks for what happened to the changes that they were made by. */
export const asksChanges = ({ steps, begins, ends }: StreamDefinition): boolean =>
  [...steps.flatMap(({ start, stop }) => [...start, ...stop]), ...begins, ...ends].some(
    ({ event }) => !event.startsWith('item.') && !event.startsWith('handoff.'),
  );
