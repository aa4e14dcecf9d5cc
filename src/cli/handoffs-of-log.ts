import type { Runtime } from '../bootstrap/runtime.js';
import { HandoffDoor } from '../metrics/handoffs/handoff-door.js';
import type { Matrix } from '../metrics/handoffs/matrix.js';
import { MetricDoor } from '../metrics/metric-door.js';
import { LEVELS, type Level } from '../projections/handoffs/possession.js';
import { counted, decimal, shownValue } from '../reports/format.js';

/** From the first moment to the last, in milliseconds. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

interface LevelMatrix {
  readonly level: Level;
  readonly matrix: Matrix;
}

/** Where a workshop begins: with teams, if the log knows any. */
const SHOWN_FIRST: readonly Level[] = ['TEAM', 'PERSON', 'LINE'];
const SHOWN_PAIRS = 5;

/** The handoffs in the time of a log, as `handoffMatrix` counts them, and the pairs between which most time was lost. */
export const handoffsWithin = async (runtime: Runtime, span: Span): Promise<string> => {
  const { pool, readModels, calendars } = runtime;
  const door = new HandoffDoor(pool, new MetricDoor(pool, readModels), calendars);
  const filter = { from: new Date(span.first), to: new Date(span.last + 1) };
  const matrixOf = async (level: Level): Promise<LevelMatrix> => {
    const answer = await door.ask({ filter, level, time: 'WALL' });
    return { level, matrix: await answer.matrix() };
  };
  return describe(span, await Promise.all(LEVELS.map(matrixOf)));
};

const describe = ({ first, last }: Span, all: readonly LevelMatrix[]): string => {
  const told = all.filter(({ matrix }) => matrix.handoffs > 0);
  const shown = SHOWN_FIRST.flatMap((level) => told.filter((one) => one.level === level))[0];
  const days = `${dayOf(first)} to ${dayOf(last)}`;
  if (!shown) return `Nothing was handed over from ${days}: no case changed its person, team or line.\n`;
  return [
    `Handed over from ${days}, everything recorded of that time:`,
    ...told.map(
      ({ level, matrix: { handoffs, cells, items } }) =>
        `  between ${level.toLowerCase()}s: ${counted(handoffs, 'time', 'times')}, ${counted(cells.length, 'pair', 'pairs')}, ${counted(items, 'item', 'items')}`,
    ),
    `The ${shown.level.toLowerCase()}s between which most time was lost:`,
    ...table(shown.matrix),
    '',
  ].join('\n');
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const HEAD = ['from', 'to', 'times', 'half waited up to', 'all together'];

const table = ({ cells }: Matrix): string[] => {
  const worst = [...cells].sort((a, b) => b.waitTotal - a.waitTotal).slice(0, SHOWN_PAIRS);
  const rows = worst.map(({ from, to, count, waitP50, waitTotal }) => [
    from,
    to,
    decimal(count, 0),
    shownValue(waitP50, 'seconds'),
    shownValue(waitTotal, 'seconds'),
  ]);
  const widths = HEAD.map((_, i) => Math.max(...[HEAD, ...rows].map((row) => row[i]!.length)));
  return [HEAD, ...rows].map((row) =>
    `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd(),
  );
};
