import type { ToldEdit } from '../queries.js';
import type { PendingEdit } from './pending.js';

export interface Cell {
  /** What JSON text stands for; never null. */
  value: unknown;
  /** Infinity while the server does not have it. */
  sequence: number;
  /** Who set it. */
  name: string;
  at: string | undefined;
}

/** A board: its fields that are set, and those that were cleared, by name. */
export type Cells = ReadonlyMap<string, Cell>;

const cellOf = ({ value, sequence, name, at }: ToldEdit): Cell => ({
  value: JSON.parse(value) as unknown,
  sequence,
  name,
  at,
});

/** In each field the edit with the highest sequence, whatever the order in which they come. */
export const withEdits = (cells: Cells, edits: readonly ToldEdit[]): Cells => {
  if (edits.length === 0) return cells;
  const next = new Map(cells);
  for (const edit of edits) {
    const known = next.get(edit.field);
    if (!known || known.sequence < edit.sequence) next.set(edit.field, cellOf(edit));
  }
  return next;
};

/** With the edits on top that are still on their way. */
export const overlaid = (
  cells: Cells,
  pending: readonly PendingEdit[],
  { name }: { name: string },
): Cells => {
  if (pending.length === 0) return cells;
  const next = new Map(cells);
  for (const { field, value } of pending) {
    next.set(field, { value: JSON.parse(value) as unknown, sequence: Infinity, name, at: undefined });
  }
  return next;
};

/** @returns undefined for a field that was never set or was cleared. */
export const valueIn = <T>(cells: Cells, field: string): T | undefined =>
  (cells.get(field)?.value as T | null | undefined) ?? undefined;
