import { z } from 'zod';
import { handoffWait } from '../../metrics/handoffs/definitions.js';
import { type Bottleneck, type HandoffAnswer, HandoffDoor } from '../../metrics/handoffs/handoff-door.js';
import type { Held } from '../../metrics/handoffs/lists.js';
import type { Cell, Matrix, WaitFigures } from '../../metrics/handoffs/matrix.js';
import { counted, shownValue } from '../format.js';
import type { Chart, Column, Figure, Table } from '../model.js';
import type { Period } from '../period.js';
import type { Section, SectionContext } from './section.js';

const options = z.strictObject({
  level: z.enum(['PERSON', 'TEAM', 'LINE']).default('TEAM'),
  /** How many pairs of holders are looked at as bottlenecks. */
  bottlenecks: z.int().min(1).max(100).default(10),
});

/** Who hands over to whom, what that costs, where it waits and what bounces. */
export const handoffs: Section<z.infer<typeof options>> = {
  id: 'handoffs',
  title: 'Handoffs',
  options,
  read: async (context, { level, bottlenecks }) => {
    const ask = async (period: Period) => {
      const door = new HandoffDoor(context.pool, context.door);
      return door.ask({ filter: context.filter(period), level, time: 'WALL' });
    };
    const [now, before] = [await ask(context.period), await ask(context.before)];
    const matrix = await now.matrix();
    const figures = await figuresOf(now, before);
    const [ranked, held] = [await now.bottlenecks(bottlenecks), await now.held()];
    return {
      summary: sentences(matrix, ranked, context),
      paragraphs: [
        `Handoffs between ${LEVELS[level]}, by when they ended. Waits are wall-clock time.`,
        'Time lost is the sum of the waits. A pair that hands over rarely may cost more than one that does so every hour.',
      ],
      figures,
      charts: matrix.handoffs > 0 ? [lostByPair(matrix), lostByReceiver(matrix)] : [],
      tables: [
        matrixTable(matrix),
        ...squareTable(matrix),
        holderTable(matrix),
        bottleneckTable(ranked, now),
        bounceTable(matrix),
        queueTable(held),
      ],
      meanings: [handoffWait],
    };
  },
};

const LEVELS = { PERSON: 'persons', TEAM: 'teams', LINE: 'lines' } as const;

const bounced = ({ cells }: Matrix): number => cells.reduce((sum, cell) => sum + cell.bounced, 0);

const figuresOf = async (now: HandoffAnswer, before: HandoffAnswer): Promise<Figure[]> => {
  const [matrix, last] = [await now.matrix(), await before.matrix()];
  const [waits, lastWaits] = [await now.overall(), await before.overall()];
  const common = {
    better: 'lower' as const,
    n: matrix.handoffs,
    population: matrix.handoffs,
    excluded: [],
    definition: `${handoffWait.id}@${handoffWait.version}`,
  };
  const measured = (of: Matrix, value: number | null): number | null => (of.handoffs > 0 ? value : null);
  const rate = (of: Matrix): number | null => measured(of, bounced(of) / of.handoffs);
  const wait = (field: keyof WaitFigures, title: string): Figure => ({
    id: `handoffMatrix.${field}`,
    title,
    unit: 'seconds',
    value: measured(matrix, waits[field]),
    before: measured(last, lastWaits[field]),
    ...common,
  });
  const count = (id: string, title: string, value: (of: Matrix) => number): Figure => ({
    ...{ id: `handoffMatrix.${id}`, title, unit: 'count' },
    value: measured(matrix, value(matrix)),
    before: measured(last, value(last)),
    ...common,
  });
  return [
    count('handoffs', 'Handoffs', (of) => of.handoffs),
    count('items', 'Items that were handed over', (of) => of.items),
    wait('waitP50', 'Wait at a handoff, median'),
    wait('waitP85', 'Wait at a handoff, 85 % within'),
    wait('waitTotal', 'Time lost at handoffs'),
    {
      ...{ id: 'handoffMatrix.bounceRate', title: 'Handoffs that bounced', unit: 'ratio' },
      value: rate(matrix),
      before: rate(last),
      ...common,
    },
  ];
};

const sentences = (matrix: Matrix, ranked: readonly Bottleneck[], { period }: SectionContext): string[] => {
  if (matrix.handoffs === 0) return [`No handoff is known in ${period.label}.`];
  const [most] = ranked;
  const total = matrix.cells.reduce((sum, { waitTotal }) => sum + waitTotal, 0);
  return [
    `${counted(matrix.items, 'item was', 'items were')} handed over ${counted(matrix.handoffs, 'time', 'times')} and waited ${shownValue(total, 'seconds')} in all; ${counted(bounced(matrix), 'handoff', 'handoffs')} bounced.`,
    ...(most && total > 0
      ? [
          `Most time is lost from ${most.cell.from} to ${most.cell.to}: ${shownValue(most.cell.waitTotal, 'seconds')}, ${shownValue(most.cell.waitTotal / total, 'ratio')} of all.`,
        ]
      : []),
  ];
};

const MOST_PARTS = 6;

/** The largest parts of a whole, and the rest as one. */
const partsOf = (named: readonly { readonly name: string; readonly value: number }[]) => {
  const sorted = [...named].sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  const [first, rest] = [sorted.slice(0, MOST_PARTS), sorted.slice(MOST_PARTS)];
  const left = rest.reduce((sum, { value }) => sum + value, 0);
  return rest.length > 0 ? [...first, { name: `${rest.length} others`, value: left }] : first;
};

const ring = (chart: Pick<Chart, 'id' | 'title' | 'alt'>, parts: ReturnType<typeof partsOf>): Chart => ({
  ...chart,
  kind: 'ring',
  unit: 'seconds',
  labels: parts.map(({ name }) => name),
  series: [{ title: 'time lost', values: parts.map(({ value }) => value) }],
});

const lostByPair = ({ cells }: Matrix): Chart =>
  ring(
    {
      id: 'lost-by-pair',
      title: 'Time lost, by pair',
      alt: 'Share of the time lost at handoffs by each pair of holders; the same numbers are in the table of pairs.',
    },
    partsOf(cells.map(({ from, to, waitTotal }) => ({ name: `${from} to ${to}`, value: waitTotal }))),
  );

const lostByReceiver = ({ cells }: Matrix): Chart => {
  const receivers = [...new Set(cells.map(({ to }) => to))];
  const lost = (holder: string): number =>
    cells.filter(({ to }) => to === holder).reduce((sum, { waitTotal }) => sum + waitTotal, 0);
  return ring(
    {
      id: 'lost-by-receiver',
      title: 'Time lost, by who is waited for',
      alt: 'Share of the time lost at handoffs by the holder that receives; the same numbers are in the table of who is waited for.',
    },
    partsOf(receivers.map((name) => ({ name, value: lost(name) }))),
  );
};

const text = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'text' }));
const counts = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'count' }));
const spans = (...titles: string[]): Column[] => titles.map((title) => ({ title, kind: 'seconds' }));

const matrixTable = ({ cells }: Matrix): Table => ({
  id: 'handoffs',
  title: 'Handoffs by pair',
  columns: [
    ...text('From', 'To'),
    ...counts('Handoffs'),
    ...spans('Wait, median', 'Wait, 85 % within', 'Time lost'),
    ...counts('Bounced'),
    { title: 'Bounce rate', kind: 'ratio' },
  ],
  rows: cells.map((cell) => [
    ...[cell.from, cell.to, cell.count, cell.waitP50, cell.waitP85, cell.waitTotal, cell.bounced],
    cell.bounced / cell.count,
  ]),
});

const sumOf = (cells: readonly Cell[], value: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + value(cell), 0);

/** What each holder received and gave, and how long the others waited for it. */
const holderTable = ({ cells }: Matrix): Table => ({
  id: 'holders',
  title: 'Who is waited for',
  columns: [
    ...text('Holder'),
    ...counts('Received', 'Given'),
    ...spans('Time lost'),
    { title: 'Complete and accurate', kind: 'ratio' },
  ],
  rows: [...new Set(cells.flatMap(({ from, to }) => [from, to]))]
    .map((holder) => {
      const inwards = cells.filter(({ to }) => to === holder);
      const given = cells.filter(({ from }) => from === holder);
      const received = sumOf(inwards, ({ count }) => count);
      const returned = sumOf(inwards, (cell) => cell.bounced);
      const lost = sumOf(inwards, ({ waitTotal }) => waitTotal);
      const accurate = received > 0 ? 1 - returned / received : null;
      return [holder, received, sumOf(given, ({ count }) => count), lost, accurate] as const;
    })
    .sort((a, b) => b[3] - a[3] || (a[0] < b[0] ? -1 : 1)),
});

const MOST_HOLDERS = 8;

/** Who gives in rows, who receives in columns; only where it fits a page. */
const squareTable = ({ cells }: Matrix): Table[] => {
  const holders = [...new Set(cells.flatMap(({ from, to }) => [from, to]))].sort();
  if (holders.length === 0 || holders.length > MOST_HOLDERS) return [];
  const find = (from: string, to: string): Cell | undefined =>
    cells.find((cell) => cell.from === from && cell.to === to);
  return [
    {
      id: 'handoff-matrix',
      title: 'The matrix: how many handoffs from (rows) to (columns)',
      columns: [...text('From'), ...counts(...holders)],
      rows: holders.map((from) => [from, ...holders.map((to) => find(from, to)?.count ?? null)]),
    },
  ];
};

const bottleneckTable = (ranked: readonly Bottleneck[], { asked: { scope } }: HandoffAnswer): Table => {
  const days = (scope.to.getTime() - scope.from.getTime()) / 86_400_000;
  return {
    id: 'bottlenecks',
    title: 'Bottlenecks: the pairs that cost most time',
    columns: [
      ...text('From', 'To'),
      ...spans('Time lost'),
      ...counts('Began to wait', 'Ended to wait', 'Growth a day', 'Waiting at a moment'),
      ...spans('Mean wait'),
    ],
    rows: ranked.map(({ cell, queue }) => [
      ...[cell.from, cell.to, cell.waitTotal, queue.arrivals, queue.departures],
      (queue.arrivals - queue.departures) / days,
      queue.length,
      queue.departures > 0 ? queue.meanWait : null,
    ]),
  };
};

const bounceTable = ({ cells }: Matrix): Table => ({
  id: 'bounces',
  title: 'Bounces: what came back',
  columns: [...text('From', 'To'), ...counts('Handoffs', 'Bounced'), { title: 'Bounce rate', kind: 'ratio' }],
  rows: cells
    .filter((cell) => cell.bounced > 0)
    .sort((a, b) => b.bounced - a.bounced || (`${a.from}\n${a.to}` < `${b.from}\n${b.to}` ? -1 : 1))
    .map((cell) => [cell.from, cell.to, cell.count, cell.bounced, cell.bounced / cell.count]),
});

const queueTable = (held: readonly Held[]): Table => ({
  id: 'queues',
  title: 'What waits at the end of the period',
  columns: [
    ...text('Holder'),
    ...counts('Items'),
    { title: 'The oldest since', kind: 'time' },
    ...spans('Age, median'),
  ],
  rows: held.map(({ holder, count, oldest, ageP50 }) => [holder, count, oldest.toISOString(), ageP50]),
});
