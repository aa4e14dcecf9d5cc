import { instantFrom } from '../instants.js';
import { isJson, type Json } from '../parts.js';

/**
 * A row as the Table API gives it. Depending on `sysparm_display_value` a field is a text, or `{ value, display_value,
 * link }`; a field of a referenced row stands under a dotted name, `assigned_to.user_name`. Empty means nothing.
 */
export type Row = Json;

const filled = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

export const fieldOf = (row: Row, field: string): string | undefined => {
  const told = row[field];
  return isJson(told) ? (filled(told['value']) ?? filled(told['display_value'])) : filled(told);
};

/** What people see. */
export const displayOf = (row: Row, field: string): string | undefined => {
  const told = row[field];
  return isJson(told) ? (filled(told['display_value']) ?? filled(told['value'])) : filled(told);
};

const SYS_ID = /^[0-9a-f]{32}$/;

/** A name rather than the id of a row that we do not have. */
export const nameOf = (row: Row, field: string, dotted = 'name'): string | undefined => {
  const display = fieldOf(row, `${field}.${dotted}`) ?? displayOf(row, field);
  return display !== undefined && SYS_ID.test(display) ? undefined : display;
};

/** Times of the API are UTC and do not say so. */
export const timeOf = (row: Row, ...fields: readonly string[]): string | undefined =>
  fields
    .map((field) => fieldOf(row, field))
    .map((text) => text && instantFrom(text))
    .find((time) => time !== undefined && time !== '');

/** How often the row was written. */
export const countOf = (row: Row): number => {
  const count = Number(fieldOf(row, 'sys_mod_count') ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
};
