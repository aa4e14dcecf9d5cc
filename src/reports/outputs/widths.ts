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
const piecesOf = (text: string): string[] => text.split(/[\s/-]+/);

const BROADEST_LETTER = 5;
const BROADEST_CAPITAL = 6;
/** Longer pieces are hashes and ids: they may be broken anywhere, and get so much. */
const LONGEST_PIECE = 26;
const PART_OF_PIECE = 14;

/** In points; capitals are broader. */
const breadthOf = (piece: string): number =>
  piece.length * (/[A-Z]{3}/.test(piece) ? BROADEST_CAPITAL : BROADEST_LETTER);

const isLong = ({ length }: string): boolean => length > LONGEST_PIECE;

/** Whether a text has a piece that may be broken anywhere. */
export const hasLongPiece = (text: string): boolean => piecesOf(text).some(isLong);

const leastWidths = (table: Table, zone: string): number[] =>
  table.columns.map(({ title, kind }, i) => {
    if (kind === 'time') return TIME_WIDTH;
    const breadths = [title, ...shownRows(table, i, zone)]
      .flatMap(piecesOf)
      .map((piece) => (isLong(piece) ? PART_OF_PIECE * BROADEST_LETTER : breadthOf(piece)));
    return Math.max(NARROWEST, Math.max(...breadths) + PADDING);
  });

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
