import type { BoardFuture } from '../board.js';
import type { Change, Distribution } from '../model.js';
import { ALERT, drawBox, drawText, GREY, MAIN, MUTED, shownShare, shownTime } from './pen.js';

const COLOURS = [GREY, MAIN, ALERT];
const CHART = 130;
const ROW = 18;

export const FUTURE_HEIGHT = 76 + CHART + 30 + 4 * ROW + 24;

const distributionsOf = ({ recorded, predicted, comparison }: BoardFuture): [string, Distribution][] => [
  ['Recorded', recorded],
  ['Predicted', predicted],
  ...(comparison ? [['What came', comparison.came] as [string, Distribution]] : []),
];

const changeWords = ({ kind, step, factor, completeAndAccurate }: Change): string => {
  if (kind === 'REMOVE_STEP') return `${step}: left out`;
  if (kind === 'RAISE_COMPLETE_AND_ACCURATE') return `${step}: %C&A of ${shownShare(completeAndAccurate)}`;
  return `${step}: ${shownShare(factor)} of the ${kind === 'SCALE_WAIT' ? 'wait' : 'process time'}`;
};

/** How flow times spread, bar beside bar. */
const drawBars = (all: readonly [string, Distribution][], x: number, y: number, width: number): string => {
  const edges = [...new Set(all.flatMap(([, { bars }]) => bars.map(({ fromSeconds }) => fromSeconds)))];
  edges.sort((left, right) => left - right);
  const most = Math.max(1, ...all.flatMap(([, { bars }]) => bars.map(({ n }) => n)));
  const step = width / Math.max(1, edges.length);
  const bar = (step * 0.9) / all.length;
  return all
    .flatMap(([, { bars }], nth) =>
      bars.map(({ fromSeconds, n }) => {
        const left = x + edges.indexOf(fromSeconds) * step + nth * bar;
        const height = (n / most) * CHART;
        return drawBox({ x: left, y: y + CHART - height, width: bar, height }, COLOURS[nth]!);
      }),
    )
    .concat(
      edges.map((edge, i) =>
        drawText(shownTime(edge), x + i * step, y + CHART + 14, { size: 10, fill: MUTED }),
      ),
    )
    .join('');
};

const COLUMNS: readonly [string, (of: Distribution) => string][] = [
  ['Items', ({ n }) => String(n)],
  ['Half within', ({ p50 }) => shownTime(p50)],
  ['85 % within', ({ p85 }) => shownTime(p85)],
  ['95 % within', ({ p95 }) => shownTime(p95)],
  ['Mean', ({ mean }) => shownTime(mean)],
];

const drawTable = (all: readonly [string, Distribution][], x: number, y: number, width: number): string => {
  const step = (width - 110) / COLUMNS.length;
  const right = (i: number): number => x + 110 + (i + 1) * step;
  const head = COLUMNS.map(([name], i) =>
    drawText(name, right(i), y + 12, { fill: MUTED, anchor: 'end', size: 11 }),
  );
  const rows = all.map(([name, of], nth) => {
    const line = y + 12 + (nth + 1) * ROW;
    const cells = COLUMNS.map(([, shown], i) => drawText(shown(of), right(i), line, { anchor: 'end' }));
    return (
      drawBox({ x, y: line - 9, width: 10, height: 10 }, COLOURS[nth]!) +
      drawText(name, x + 16, line) +
      cells.join('')
    );
  });
  return [...head, ...rows].join('');
};

/** A future state: what would change, and how flow times were recorded, predicted and came. */
export const drawFuture = (future: BoardFuture, x: number, y: number, width: number): string => {
  const all = distributionsOf(future);
  const saved = future.savedAt.toISOString().slice(0, 10);
  return [
    drawText(future.name, x, y + 18, { size: 15, bold: true }),
    drawText(future.changes.map(changeWords).join('; '), x, y + 38),
    drawText(`Saved by ${future.savedBy} on ${saved}`, x, y + 56, { size: 11, fill: MUTED }),
    drawBars(all, x, y + 76, width),
    drawTable(all, x, y + 76 + CHART + 30, width),
  ].join('');
};
