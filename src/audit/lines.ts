import { AUDIT_COLUMNS } from '../projections/audit/row.js';
import type { AuditLine } from './trail.js';

/** The row's own, and its stratum where that was asked for. */
const COLUMNS = [...AUDIT_COLUMNS.filter((column) => column !== 'key'), 'stratum'] as const;

/** In the order of their names, each as a member of a JSON object begins. */
const MEMBERS = [...COLUMNS].sort().map((column) => [column, `${JSON.stringify(column)}:`] as const);

/**
 * A line as it is exported and hashed: the row's own facts and nothing that depends on who reads it, as canonical JSON
 * (members sorted by name, absent ones left out, instants in UTC).
 */
export const asJsonLine = (line: AuditLine): string =>
  `{${MEMBERS.filter(([column]) => isTold(line[column]))
    .map(([column, beginning]) => beginning + JSON.stringify(line[column]))
    .join(',')}}`;

const isTold = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

export const CSV_HEAD = COLUMNS.join(',');

/** A spreadsheet takes a cell that begins so for a formula, also behind blanks. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
const BREAKS = /^[\t\r\n]/;

/** Quoted always; what a spreadsheet would run is shown as text by an apostrophe before it. */
export const csvCell = (value: unknown): string => {
  const text = Array.isArray(value) ? value.join('; ') : String(plain(value) ?? '');
  const safe = FORMULA.test(text) || BREAKS.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

export const asCsvLine = (line: AuditLine): string =>
  COLUMNS.map((column) => csvCell(line[column])).join(',');
