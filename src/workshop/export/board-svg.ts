import { inParts } from '../../support/in-parts.js';
import { escapeXml } from '../../support/xml.js';
import type { Board } from '../board.js';
import { drawFuture, FUTURE_HEIGHT } from './future-drawing.js';
import { drawBox, drawText, GREY, MUTED, wrap } from './pen.js';
import { drawStep, stepHeight } from './step-drawing.js';

const WIDTH = 1_600;
const MARGIN = 40;
const GAP = 16;
const CARDS = 5;
const INNER = WIDTH - 2 * MARGIN;
const CARD = (INNER - GAP * (CARDS - 1)) / CARDS;

/** A part of the drawing and how much of the page it took. */
interface Part {
  readonly drawn: string;
  readonly height: number;
}

export interface DrawnBoard {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The board as a picture for a wall, for paper and for a slide. The same board gives the same text on every machine. */
export const boardSvg = (board: Board): DrawnBoard => {
  let height = MARGIN;
  const drawn = [head, map, notes, futures].map((part) => {
    const { drawn: text, height: took } = part(board, height);
    height += took;
    return text;
  });
  height += MARGIN;
  const title = escapeXml(board.title);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `width="${WIDTH}" height="${height}" font-family="Roboto">` +
    `${drawBox({ x: 0, y: 0, width: WIDTH, height }, '#ffffff')}${drawn.join('')}</svg>`;
  return { svg, width: WIDTH, height };
};

const head = ({ title, measured }: Board, y: number): Part => {
  const lines = wrap(title, INNER, 28);
  const drawn = lines.map((line, i) => drawText(line, MARGIN, y + 28 + i * 36, { size: 28, bold: true }));
  const below = y + lines.length * 36;
  const { question, asOf } = measured ?? {};
  const told = question
    ? `${question.stream ?? 'As the events show it'}, ${shownInstant(question.from)} to ${shownInstant(question.to)}, as recorded until ${shownInstant(asOf)}. Half of the items take at most the time shown.`
    : 'Nothing was measured.';
  return {
    drawn: [...drawn, drawText(told, MARGIN, below + 14, { fill: MUTED })].join(''),
    height: lines.length * 36 + 36,
  };
};

/** `2026-07-01 09:30 UTC`, to the minute. */
const shownInstant = (told: string | undefined): string =>
  told ? `${new Date(told).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';

const map = ({ steps }: Board, y: number): Part => {
  if (steps.length === 0) return { drawn: drawText('No steps.', MARGIN, y + 14), height: 30 };
  const most = Math.max(...steps.map(({ votes }) => votes));
  let height = 0;
  const drawn = inParts(steps, CARDS).map((row) => {
    const tall = Math.max(...row.map((step) => stepHeight(step, CARD)));
    const cards = row.map((step, i) => {
      const box = { x: MARGIN + i * (CARD + GAP), y: y + height, width: CARD, height: tall };
      return drawStep(step, box, most > 0 && step.votes === most);
    });
    height += tall + GAP;
    return cards.join('');
  });
  return { drawn: drawn.join(''), height };
};

const notes = (board: Board, y: number): Part => {
  if (board.notes.length === 0) return { drawn: '', height: 0 };
  let height = 34;
  const drawn = board.notes.map((note) => {
    const lines = wrap(note, INNER - 12, 13);
    const at = y + height;
    height += lines.length * 18 + 8;
    return (
      drawBox({ x: MARGIN, y: at, width: 3, height: lines.length * 18 }, GREY) +
      lines.map((line, i) => drawText(line, MARGIN + 12, at + 13 + i * 18, { size: 13 })).join('')
    );
  });
  return { drawn: drawText('Notes', MARGIN, y + 20, { size: 16, bold: true }) + drawn.join(''), height };
};

const FUTURES_IN_A_ROW = 2;

const futures = (board: Board, y: number): Part => {
  if (board.futures.length === 0) return { drawn: '', height: 0 };
  const width = (INNER - 2 * GAP) / FUTURES_IN_A_ROW;
  const drawn = board.futures.map((future, i) => {
    const x = MARGIN + (i % FUTURES_IN_A_ROW) * (width + 2 * GAP);
    return drawFuture(future, x, y + 40 + Math.floor(i / FUTURES_IN_A_ROW) * FUTURE_HEIGHT, width);
  });
  const rows = Math.ceil(board.futures.length / FUTURES_IN_A_ROW);
  const heading = drawText('Future states', MARGIN, y + 24, { size: 16, bold: true });
  return { drawn: heading + drawn.join(''), height: 40 + rows * FUTURE_HEIGHT };
};
