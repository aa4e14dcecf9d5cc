import type { Path } from '../../projections/paths/path.js';
import { discoveredJourney, type Marks, Names } from './discovered-journey.js';
import type { Journey } from './journey.js';

/** A stream as the events show it. */
export interface Discovered {
  /** Names of the steps in the order in which items come to them. */
  readonly steps: readonly string[];
  /** By which events each step is known. */
  readonly marks: readonly Marks[];
  readonly journeys: readonly Journey[];
}

/** The journeys of these items, and their steps in the order in which items come to them first. */
export const discover = (paths: readonly Path[], environment: string): Discovered => {
  const names = new Names();
  const journeys = paths.flatMap((path) => discoveredJourney(names, path, environment) ?? []);
  const ranked = ranks(journeys, names.all);
  renumber(journeys, ranked);
  return {
    steps: ranked.map((step) => names.all[step]!),
    marks: ranked.map((step) => names.marks[step]!),
    journeys,
  };
};

/** Gives every visit the place of its step. @param order the steps by their numbers, in the order of their places. */
export const renumber = (journeys: readonly Journey[], order: readonly number[]): void => {
  const place: number[] = [];
  for (const [i, step] of order.entries()) place[step] = i;
  for (const { visits } of journeys) for (const visit of visits) visit.step = place[visit.step]!;
};

/** By the mean place at which items first come to a step; of two the same the name decides, never the order of reading. */
const ranks = (journeys: readonly Journey[], names: readonly string[]): number[] => {
  const places = names.map(() => ({ sum: 0, items: 0 }));
  for (const { visits } of journeys) {
    let place = 0;
    for (const { step, again } of visits) {
      if (again) continue;
      places[step]!.sum += place;
      places[step]!.items += 1;
      place += 1;
    }
  }
  const mean = (step: number): number => places[step]!.sum / Math.max(1, places[step]!.items);
  return names.map((_, step) => step).sort((a, b) => mean(a) - mean(b) || (names[a]! < names[b]! ? -1 : 1));
};
