import type { BoardStep } from '../board.js';
import type { Waste } from '../model.js';
import {
  ALERT,
  type Box,
  drawBox,
  drawText,
  GREY,
  LINE,
  MAIN,
  MUTED,
  shownShare,
  shownTime,
  wrap,
} from './pen.js';

const PADDING = 12;
const ROW = 18;

const WASTE_NAMES: Readonly<Record<Waste, string>> = {
  DEFECTS: 'Defects',
  OVERPRODUCTION: 'Overproduction',
  WAITING: 'Waiting',
  UNUSED_TALENT: 'Unused talent',
  TRANSPORT: 'Transport',
  INVENTORY: 'Inventory',
  MOTION: 'Motion',
  EXTRA_PROCESSING: 'Extra processing',
};

const figuresOf = ({ measured, believed }: BoardStep): [string, string, string][] => {
  const real = (shown: string): string => (measured ? shown : '');
  const told = (value: number | undefined, shown: (value: number) => string): string =>
    value === undefined ? '' : shown(value);
  return [
    ['Process time', real(shownTime(measured?.process)), told(believed.process, shownTime)],
    ['Lead time', real(shownTime(measured?.lead)), told(believed.lead, shownTime)],
    ['%C&A', real(shownShare(measured?.completeAccurate)), told(believed.completeAccurate, shownShare)],
  ];
};

interface Line {
  readonly height: number;
  draw(x: number, y: number, width: number): string;
}

const textLine = (told: string, look: Parameters<typeof drawText>[3] = {}): Line => ({
  height: (look.size ?? 12) + 5,
  draw: (x, y) => drawText(told, x, y + (look.size ?? 12), look),
});

const figureLine = ([name, measured, believed]: [string, string, string], bold = false): Line => ({
  height: ROW,
  draw: (x, y, width) =>
    drawText(name, x, y + 13, { fill: bold ? MUTED : undefined }) +
    drawText(measured, x + width * 0.66, y + 13, {
      anchor: 'end',
      bold: !bold,
      fill: bold ? MUTED : undefined,
    }) +
    drawText(believed, x + width, y + 13, { anchor: 'end', bold: !bold, fill: bold ? MUTED : MAIN }),
});

const gap = (height: number): Line => ({ height, draw: () => '' });

const linesOf = (step: BoardStep, inner: number): Line[] => {
  const { measured, owner, wastes, notes, votes } = step;
  const visits = measured ? `${measured.visits} visits` : 'added by the room';
  return [
    ...wrap(step.name, inner, 15).map((line) => textLine(line, { size: 15, bold: true })),
    ...wrap([owner, visits].filter(Boolean).join(', '), inner, 11).map((line) =>
      textLine(line, { size: 11, fill: MUTED }),
    ),
    gap(4),
    figureLine(['', 'Measured', 'Believed'], true),
    ...figuresOf(step).map((figure) => figureLine(figure)),
    gap(4),
    ...wrap(wastes.map((waste) => WASTE_NAMES[waste]).join(', '), inner, 11).map((line) =>
      textLine(line, { size: 11, bold: true, fill: ALERT }),
    ),
    ...notes.flatMap((note) => [
      gap(3),
      ...wrap(note, inner - 8, 11).map(
        (line): Line => ({
          height: 16,
          draw: (x, y) =>
            drawBox({ x, y: y + 1, width: 3, height: 15 }, GREY) +
            drawText(line, x + 9, y + 12, { size: 11 }),
        }),
      ),
    ]),
    gap(6),
    textLine(`${votes} ${votes === 1 ? 'vote' : 'votes'} for the bottleneck`, {
      bold: votes > 0,
      fill: votes > 0 ? ALERT : MUTED,
    }),
  ];
};

const HEAD = 22;

export const stepHeight = (step: BoardStep, width: number): number =>
  linesOf(step, width - 2 * PADDING).reduce((sum, { height }) => sum + height, HEAD + 2 * PADDING);

/** A card of the map: the wait before the step above it. */
export const drawStep = (step: BoardStep, { x, y, width, height }: Box, isTop: boolean): string => {
  const wait = step.measured?.wait;
  const before = wait === null || wait === undefined ? 'Wait not measured' : `Waits ${shownTime(wait)}`;
  const card = { x, y: y + HEAD, width, height: height - HEAD };
  let at = card.y + PADDING;
  const lines = linesOf(step, width - 2 * PADDING).map((line) => {
    const drawn = line.draw(x + PADDING, at, width - 2 * PADDING);
    at += line.height;
    return drawn;
  });
  return [
    drawText(`> ${before}`, x, y + 14, { fill: MUTED }),
    drawBox(card, '#ffffff', isTop ? ALERT : LINE),
    drawBox({ ...card, height: isTop ? 6 : 3 }, isTop ? ALERT : MAIN),
    ...lines,
  ].join('');
};
