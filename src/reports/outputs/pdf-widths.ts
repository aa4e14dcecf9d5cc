import { shownCell } from '../format.js';
import type { Column, Table } from '../model.js';

/** A4 within its margins, in points. */
export const PORTRAIT = 515;
export const LANDSCAPE = 762;

const POINTS_PER_LETTER = 4.5;
const PADDING = 6;
const NARROWEST = 34;
/** What is longer is broken into lines. */
const MOST_LETTERS = 46;
const TIME_LETTERS = 16;
/** As many rows as tell how long the texts of a column are. */
const LOOKED_AT = 100;

/** How many letters a column would like: between its usual and its longest text. */
const lettersOf = ({ rows }: Table, { kind, title }: Column, i: number, zone: string): number => {
  if (kind === 'time') return TIME_LETTERS;
  const lengths = rows
    .slice(0, LOOKED_AT)
    .map((row) => Math.min(MOST_LETTERS * 2, shownCell(row[i] ?? null, kind, zone).length));
  const longest = Math.max(0, ...lengths);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const heading = Math.max(...title.split(/\s+/).map(({ length }) => length));
  if (kind !== 'text') return Math.max(longest, heading);
  return Math.max(heading, Math.min(MOST_LETTERS, (longest + usual) / 2));
};

const wishes = (table: Table, zone: string): number[] =>
  table.columns.map((column, i) =>
    Math.max(NARROWEST, lettersOf(table, column, i, zone) * POINTS_PER_LETTER + PADDING),
  );

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** A table that would be squeezed too much gets its page across. */
const MOST_SQUEEZED = 1.45;

export const isWideTable = (table: Table, zone: string): boolean =>
  table.rows.length > 0 && sum(wishes(table, zone)) > PORTRAIT * MOST_SQUEEZED;

/** What is told in words shares the room by its length; numbers and times take what they need. */
export const widthsOf = (table: Table, zone: string, room: number): number[] => {
  const wanted = wishes(table, zone);
  const space = room - PADDING * table.columns.length;
  const isText = table.columns.map(({ kind }) => kind === 'text');
  const words = sum(wanted.filter((_, i) => isText[i]));
  const rest = space - sum(wanted.filter((_, i) => !isText[i]));
  if (words === 0 || rest < NARROWEST * isText.filter(Boolean).length)
    return wanted.map((width) => (width * space) / sum(wanted));
  return wanted.map((width, i) => (isText[i] ? (width * rest) / words : width));
};
