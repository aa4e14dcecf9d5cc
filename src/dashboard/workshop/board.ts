import { type Cells, valueIn } from './live/cells.js';
import type { WhatIfChange } from './queries.js';

interface Bar {
  fromSeconds: number;
  toSeconds: number;
  n: number;
}

/** Flow times of many items, in seconds. */
export interface Distribution {
  n: number;
  mean?: number | null;
  p50?: number | null;
  p85?: number | null;
  p95?: number | null;
  bars: Bar[];
}

/** What the events were asked. */
export interface Question {
  stream?: string | null;
  kind?: 'TICKET' | 'CHANGE' | null;
  only?: string | null;
  services?: string[] | null;
  teams?: string[] | null;
  environment?: string | null;
  from: string;
  to: string;
  zone?: string | null;
  asOf?: string | null;
}

export interface MeasuredStep {
  id: string;
  name: string;
  owner?: string | null;
  visits: number;
  /** Half of the items at most that many seconds. */
  process?: number | null;
  wait?: number | null;
  lead?: number | null;
  completeAccurate?: number | null;
  rolled?: number | null;
  wip?: number | null;
}

export interface Measured {
  question: Question;
  asOf: string;
  steps: MeasuredStep[];
  flowTime: Distribution;
  flowEfficiency?: number | null;
}

export interface Note {
  id: string;
  text: string;
  name: string;
  /** The step that it hangs on; null: the whole board. */
  step: string | null;
}

export const beliefs = ['process', 'lead', 'completeAccurate'] as const;
export type Belief = (typeof beliefs)[number];

export interface BoardStep {
  id: string;
  name: string;
  owner: string | undefined;
  measured: MeasuredStep | undefined;
  place: number;
  believed: Partial<Record<Belief, { value: number; name: string }>>;
  wastes: string[];
  notes: Note[];
  votes: number;
}

export interface Future {
  id: string;
  name: string;
  changes: WhatIfChange[];
  recorded: Distribution;
  predicted: Distribution;
  savedAt: string | undefined;
  savedBy: string;
  came: { distribution: Distribution; asOf: string; from: string } | undefined;
}

export interface Board {
  title: string;
  measured: Measured | undefined;
  /** From left to right. */
  steps: BoardStep[];
  notes: Note[];
  futures: Future[];
  votes: number;
  myVote: string | undefined;
}

export const wastes = [
  { id: 'DEFECTS', name: 'Defects' },
  { id: 'OVERPRODUCTION', name: 'Overproduction' },
  { id: 'WAITING', name: 'Waiting' },
  { id: 'UNUSED_TALENT', name: 'Unused talent' },
  { id: 'TRANSPORT', name: 'Transport' },
  { id: 'INVENTORY', name: 'Inventory' },
  { id: 'MOTION', name: 'Motion' },
  { id: 'EXTRA_PROCESSING', name: 'Extra processing' },
];

/** The fields `prefix:ID` that are set, by ID. */
const under = <T>(cells: Cells, prefix: string): { id: string; value: T; field: string }[] =>
  [...cells.keys()].flatMap((field) => {
    if (!field.startsWith(`${prefix}:`)) return [];
    const value = valueIn<T>(cells, field);
    return value === undefined ? [] : [{ id: field.slice(prefix.length + 1), value, field }];
  });

/** What the cells say, as a room reads it. */
export const readBoard = (cells: Cells, participant: string): Board => {
  const notes = readNotes(cells);
  const votes = under<string>(cells, 'vote');
  const steps = readSteps(cells, notes, votes);
  const ids = new Set(steps.map(({ id }) => id));
  return {
    title: valueIn<string>(cells, 'title') ?? 'Workshop',
    measured: valueIn<Measured>(cells, 'measured'),
    steps,
    notes: notes.filter(({ step }) => step === null || !ids.has(step)),
    futures: readFutures(cells),
    votes: votes.filter(({ value }) => ids.has(value)).length,
    myVote: valueIn<string>(cells, `vote:${participant}`),
  };
};

const readNotes = (cells: Cells): Note[] =>
  under<{ step: string | null; text: string }>(cells, 'note')
    .sort((left, right) => order(cells, left.field) - order(cells, right.field))
    .map(({ id, value, field }) => ({ id, ...value, name: cells.get(field)!.name }));

const order = (cells: Cells, field: string): number =>
  Math.min(cells.get(field)!.sequence, Number.MAX_SAFE_INTEGER);

const readSteps = (cells: Cells, notes: Note[], votes: { value: string }[]): BoardStep[] => {
  const drafted = new Map(
    (valueIn<Measured>(cells, 'measured')?.steps ?? []).map((step, i) => [step.id, { step, place: i + 1 }]),
  );
  const added = [...cells.keys()].flatMap((field) => /^step:([^:]+):name$/.exec(field)?.[1] ?? []);
  const steps = [...new Set([...drafted.keys(), ...added])].map((id): BoardStep => {
    const draft = drafted.get(id);
    const of = <T>(name: string) => valueIn<T>(cells, `step:${id}:${name}`);
    return {
      id,
      name: of<string>('name') ?? draft?.step.name ?? '',
      owner: of<string>('owner') ?? draft?.step.owner ?? undefined,
      measured: draft?.step,
      place: of<number>('place') ?? draft?.place ?? Number.MAX_VALUE,
      believed: Object.fromEntries(
        beliefs.flatMap((belief) => {
          const value = of<number>(`believed:${belief}`);
          if (value === undefined) return [];
          return [[belief, { value, name: cells.get(`step:${id}:believed:${belief}`)!.name }]];
        }),
      ),
      wastes: wastes.map((waste) => waste.id).filter((waste) => of(`waste:${waste}`)),
      notes: notes.filter(({ step }) => step === id),
      votes: votes.filter(({ value }) => value === id).length,
    };
  });
  return steps
    .filter(({ id, name }) => name !== '' && !valueIn(cells, `step:${id}:removed`))
    .sort((left, right) => left.place - right.place || (left.id < right.id ? -1 : 1));
};

interface KeptFuture {
  name: string;
  changes: WhatIfChange[];
  recorded: Distribution;
  predicted: Distribution;
}

interface KeptComparison {
  question: Question;
  asOf: string;
  came: Distribution;
}

const readFutures = (cells: Cells): Future[] =>
  under<KeptFuture>(cells, 'future')
    .sort((left, right) => order(cells, left.field) - order(cells, right.field))
    .map(({ id, value, field }) => {
      const { at, name } = cells.get(field)!;
      const compared = valueIn<KeptComparison>(cells, `comparison:${id}`);
      const came = compared && {
        distribution: compared.came,
        asOf: compared.asOf,
        from: compared.question.from,
      };
      return { id, ...value, savedAt: at, savedBy: name, came };
    });

/** Where a new step stands, or one that is moved: between these two. */
export const between = (left: BoardStep | undefined, right: BoardStep | undefined): number => {
  if (left && right) return (left.place + right.place) / 2;
  if (left) return left.place + 1;
  return right ? right.place - 1 : 1;
};
