import type { Cells } from './edit.js';
import {
  type Comparison,
  type Future,
  type Measured,
  type MeasuredStep,
  type Note,
  WASTES,
  type Waste,
} from './model.js';

export interface Believed {
  /** Seconds. */
  readonly process?: number;
  /** Seconds. */
  readonly lead?: number;
  readonly completeAccurate?: number;
}

export interface BoardStep {
  readonly id: string;
  readonly name: string;
  readonly owner?: string | undefined;
  /** Absent for a step that the room added. */
  readonly measured?: MeasuredStep | undefined;
  readonly believed: Believed;
  readonly wastes: readonly Waste[];
  readonly notes: readonly string[];
  readonly votes: number;
}

export interface BoardFuture extends Future {
  readonly id: string;
  readonly savedAt: Date;
  readonly savedBy: string;
  readonly comparison?: Comparison | undefined;
}

/** What a board says, read from its cells. */
export interface Board {
  readonly title: string;
  readonly measured?: Measured | undefined;
  /** From left to right. */
  readonly steps: readonly BoardStep[];
  /** Notes that hang on no step. */
  readonly notes: readonly string[];
  readonly futures: readonly BoardFuture[];
}

const value = <T>(cells: Cells, field: string): T | undefined => {
  const cell = cells.get(field);
  return cell && (JSON.parse(cell.value) as T);
};

/** The fields `prefix:ID`, with their ids. */
const under = <T>(cells: Cells, prefix: string): { id: string; value: T; field: string }[] =>
  [...cells.keys()]
    .filter((field) => field.startsWith(`${prefix}:`))
    .map((field) => ({ id: field.slice(prefix.length + 1), value: value<T>(cells, field)!, field }));

export const readBoard = (cells: Cells): Board => {
  const measured = value<Measured>(cells, 'measured');
  const notes = under<Note>(cells, 'note').sort(
    (left, right) => cells.get(left.field)!.sequence - cells.get(right.field)!.sequence,
  );
  const steps = readSteps(cells, measured, notes);
  const known = new Set(steps.map(({ id }) => id));
  return {
    title: value<string>(cells, 'title') ?? 'Workshop',
    measured,
    steps,
    notes: notes
      .filter(({ value: { step } }) => step === null || !known.has(step))
      .map((one) => one.value.text),
    futures: readFutures(cells),
  };
};

const readSteps = (
  cells: Cells,
  measured: Measured | undefined,
  notes: readonly { value: Note }[],
): BoardStep[] => {
  const drafted = new Map((measured?.steps ?? []).map((step, i) => [step.id, { step, place: i + 1 }]));
  const added = [...cells.keys()].flatMap((field) => /^step:([^:]+):name$/.exec(field)?.[1] ?? []);
  const votes = under<string>(cells, 'vote');
  const ids = [...new Set([...drafted.keys(), ...added])].filter((id) => !cells.has(`step:${id}:removed`));
  const placeOf = (id: string): number =>
    value<number>(cells, `step:${id}:place`) ?? drafted.get(id)?.place ?? Number.MAX_VALUE;
  ids.sort((left, right) => placeOf(left) - placeOf(right) || (left < right ? -1 : 1));
  return ids.map((id) => {
    const draft = drafted.get(id)?.step;
    const of = <T>(name: string) => value<T>(cells, `step:${id}:${name}`);
    return {
      id,
      name: of<string>('name') ?? draft?.name ?? id,
      owner: of<string>('owner') ?? draft?.owner ?? undefined,
      measured: draft,
      believed: readBelieved(of),
      wastes: WASTES.filter((waste) => cells.has(`step:${id}:waste:${waste}`)),
      notes: notes.filter((one) => one.value.step === id).map((one) => one.value.text),
      votes: votes.filter((vote) => vote.value === id).length,
    };
  });
};

const readBelieved = (of: (name: string) => number | undefined): Believed => {
  const process = of('believed:process');
  const lead = of('believed:lead');
  const completeAccurate = of('believed:completeAccurate');
  return {
    ...(process !== undefined && { process }),
    ...(lead !== undefined && { lead }),
    ...(completeAccurate !== undefined && { completeAccurate }),
  };
};

const readFutures = (cells: Cells): BoardFuture[] =>
  under<Future>(cells, 'future')
    .map(({ id, value: future, field }) => {
      const { at, name } = cells.get(field)!;
      const comparison = value<Comparison>(cells, `comparison:${id}`);
      return { ...future, id, savedAt: at, savedBy: name, comparison };
    })
    .sort((left, right) => left.savedAt.getTime() - right.savedAt.getTime() || (left.id < right.id ? -1 : 1));
