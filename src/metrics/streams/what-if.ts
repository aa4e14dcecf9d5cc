import { drawFor } from '../../support/dice.js';
import { figuresOf, type TimeFigures } from './figures.js';
import { type Journey, processOf, type Visit, waitOf, wasSentBack } from './journey.js';

/** What would be different at one step, by its place in the stream. */
export type StreamChange =
  | { readonly kind: 'SCALE_WAIT' | 'SCALE_PROCESS'; readonly step: number; readonly factor: number }
  | { readonly kind: 'REMOVE_STEP'; readonly step: number }
  | { readonly kind: 'RAISE_COMPLETE_AND_ACCURATE'; readonly step: number; readonly to: number };

export interface StepTimes {
  readonly visits: number;
  readonly wait: TimeFigures;
  readonly process: TimeFigures;
}

export interface Outcome {
  readonly flowTime: TimeFigures;
  /** Of the finished items in milliseconds, in the order of the journeys. */
  readonly flowTimes: readonly number[];
  /** In the order of the stream; worked out when they are read. */
  readonly steps: readonly StepTimes[];
}

/**
 * Sends the finished items through the stream again as it would be. Pure: nothing changes without a change, and who is
 * spared a repetition depends on the item alone.
 *
 * @param steps how many steps the stream has.
 */
export const whatIf = (
  journeys: readonly Journey[],
  steps: number,
  changes: readonly StreamChange[],
): Outcome => {
  const finished = journeys.filter((journey) => journey.finished !== undefined);
  const future = futureOf(finished, steps, changes);
  const flowTimes = finished.map((journey) => replay(journey, future));
  return {
    flowTime: figuresOf(flowTimes),
    flowTimes,
    get steps() {
      return stepTimes(finished, future);
    },
  };
};

const stepTimes = (journeys: readonly Journey[], future: readonly FutureStep[]): StepTimes[] => {
  const tally = future.map(() => ({ wait: [] as number[], process: [] as number[] }));
  for (const journey of journeys)
    replay(journey, future, (visit, wait, process) => {
      tally[visit.step]!.wait.push(wait);
      if (visit.start !== undefined) tally[visit.step]!.process.push(process);
    });
  return tally.map(({ wait, process }) => ({
    visits: wait.length,
    wait: figuresOf(wait),
    process: figuresOf(process),
  }));
};

interface FutureStep {
  readonly wait: number;
  readonly process: number;
  readonly removed: boolean;
  /** The share of those sent back that would not be. */
  readonly spared: number;
}

const futureOf = (
  journeys: readonly Journey[],
  steps: number,
  changes: readonly StreamChange[],
): FutureStep[] => {
  const future = Array.from({ length: steps }, () => ({ wait: 1, process: 1, removed: false, spared: 0 }));
  for (const change of changes) {
    const step = future[change.step]!;
    if (change.kind === 'SCALE_WAIT') step.wait *= change.factor;
    if (change.kind === 'SCALE_PROCESS') step.process *= change.factor;
    if (change.kind === 'REMOVE_STEP') step.removed = true;
    if (change.kind === 'RAISE_COMPLETE_AND_ACCURATE')
      step.spared = sparedShare(recordedAccuracy(journeys, change.step), change.to);
  }
  return future;
};

/** %C&A of a step in the finished journeys; null where none came through it. */
export const recordedAccuracy = (journeys: readonly Journey[], step: number): number | null => {
  let visits = 0;
  let sentBack = 0;
  for (const journey of journeys) {
    if (journey.finished === undefined) continue;
    journey.visits.forEach((visit, i) => {
      if (visit.step !== step) return;
      visits += 1;
      if (wasSentBack(journey.visits, i)) sentBack += 1;
    });
  }
  return visits > 0 ? (visits - sentBack) / visits : null;
};

const sparedShare = (recorded: number | null, wanted: number): number =>
  recorded === null || recorded >= 1 ? 0 : Math.max(0, (wanted - recorded) / (1 - recorded));

/**
 * Which visits would take place: neither those of removed steps, nor what follows on being sent back until the return.
 *
 * @returns undefined where all would.
 */
const keptVisits = (
  { item, visits }: Journey,
  future: readonly FutureStep[],
): ReadonlySet<Visit> | undefined => {
  if (!visits.some(({ step }) => future[step]!.removed || future[step]!.spared > 0)) return undefined;
  const kept = new Set<Visit>();
  for (let i = 0; i < visits.length; i += 1) {
    const visit = visits[i]!;
    const step = future[visit.step]!;
    if (step.removed) continue;
    kept.add(visit);
    while (step.spared > 0 && wasSentBack(visits, i)) {
      const back = visits.findIndex((later, j) => j > i && later.step === visit.step);
      if (back < 0 || drawFor(`${item}/${i}`) >= step.spared) break;
      i = back;
    }
  }
  return kept;
};

type Passed = (visit: Visit, wait: number, process: number) => void;

/**
 * A visit that began while another went on begins as long after that one as it did.
 *
 * @returns the flow time in milliseconds.
 */
const replay = (journey: Journey, future: readonly FutureStep[], passed?: Passed): number => {
  const kept = keptVisits(journey, future);
  const { entered } = journey;
  let [recorded, now, recordedBefore, before] = [entered, entered, entered, entered];
  for (const visit of journey.visits) {
    const { since } = visit;
    if (!kept || kept.has(visit)) {
      const step = future[visit.step]!;
      const begun = since < recorded ? before + (since - recordedBefore) : now;
      const wait = (waitOf(visit) ?? 0) * step.wait;
      const process = (processOf(visit) ?? 0) * step.process;
      passed?.(visit, wait, process);
      recordedBefore = since;
      before = begun;
      now = Math.max(now, begun + wait + process);
    }
    recorded = Math.max(recorded, visit.stop ?? since);
  }
  return now - entered + (journey.finished! - recorded);
};
