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
const TIME_WIDTH = 74;
/** As many rows as tell how long the texts of a column are. */
const LOOKED_AT = 100;

/** How many letters a column would like: between its usual and its longest text. */
const lettersOf = (table: Table, { kind, title }: Column, i: number, zone: string): number => {
  if (kind === 'time') return TIME_LETTERS;
  const lengths = shownRows(table, i, zone).map(({ length }) => Math.min(MOST_LETTERS * 2, length));
  const longest = Math.max(0, ...lengths);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const heading = Math.max(...title.split(/\s+/).map(({ length }) => length));
  if (kind !== 'text') return Math.max(longest, heading);
  return Math.max(heading, Math.min(MOST_LETTERS, (longest + usual) / 2));
};

const shownRows = ({ rows, columns }: Table, i: number, zone: string): string[] =>
  rows.slice(0, LOOKED_AT).map((row) => shownCell(row[i] ?? null, columns[i]!.kind, zone));

const wishes = (table: Table, zone: string): number[] =>
  table.columns.map((column, i) =>
    Math.max(NARROWEST, lettersOf(table, column, i, zone) * POINTS_PER_LETTER + PADDING),
  );

/** What cannot be broken into lines: words, and what is between hyphens and slashes. */
const longestPiece = (texts: readonly string[]): number =>
  Math.max(0, ...texts.flatMap((text) => text.split(/[\s/-]+/).map(({ length }) => length)));

const BROADEST_LETTER = 5;
/** Longer pieces are hashes and ids: they may be broken anywhere. */
const LONGEST_PIECE = 14;

const leastWidths = (table: Table, zone: string): number[] =>
  table.columns.map(({ title, kind }, i) => {
    if (kind === 'time') return TIME_WIDTH;
    const pieces = longestPiece([title, ...shownRows(table, i, zone)]);
    return Math.max(NARROWEST, Math.min(LONGEST_PIECE, pieces) * BROADEST_LETTER + PADDING);
  });

/** Whether a text has a piece that is too long for its column. */
export const mustBreak = (text: string, width: number): boolean =>
  longestPiece([text]) * BROADEST_LETTER > width;

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** A table that would be squeezed too much gets its page across. */
const MOST_SQUEEZED = 1.45;

export const isWideTable = (table: Table, zone: string): boolean =>
  table.rows.length > 0 && sum(wishes(table, zone)) > PORTRAIT * MOST_SQUEEZED;

/** Each column gets what it needs not to break words; what is left goes to those that have more to say. */
export const widthsOf = (table: Table, zone: string, room: number): number[] => {
  const space = room - PADDING * table.columns.length;
  const least = leastWidths(table, zone);
  const wanted = wishes(table, zone).map((width, i) => Math.max(width, least[i]!));
  const left = space - sum(least);
  if (left <= 0) return least.map((width) => (width * space) / sum(least));
  const more = wanted.map((width, i) => width - least[i]!);
  if (sum(more) > 0 && sum(more) >= left)
    return least.map((width, i) => width + (left * more[i]!) / sum(more));
  // Room for all: words take the rest.
  const words = table.columns.map(({ kind }, i) => (kind === 'text' ? wanted[i]! : 0));
  const rest = space - sum(wanted);
  return wanted.map((width, i) => width + (sum(words) > 0 ? (rest * words[i]!) / sum(words) : 0));
};
