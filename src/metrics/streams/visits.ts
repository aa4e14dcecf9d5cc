import { decodeDurationCursor, type Page, pageOf } from '../page.js';
import { type Journey, lastStop, leadOf, processOf, type Visit, waitOf, wasSentBack } from './journey.js';

/** Which visits: those of a step, or those that came to `to` straight from `from`; undefined: entry and end. */
export type VisitPlace =
  | { readonly step: number }
  | { readonly from: number | undefined; readonly to: number | undefined };

/** By which of its times the longest comes first. */
export const VISIT_ORDERS = ['WAIT', 'PROCESS', 'LEAD'] as const;
export type VisitOrder = (typeof VISIT_ORDERS)[number];

/** One visit that ended in the range. Times in milliseconds. */
export interface FoundVisit {
  readonly journey: Journey;
  /** Its place in the item's visits; as many as there are: the wait before the item was finished. */
  readonly place: number;
  readonly visit: Visit;
  /** The step before; undefined: the item entered. */
  readonly from: number | undefined;
  readonly sentBack: boolean;
}

export interface VisitQuestion {
  readonly place: VisitPlace;
  readonly order: VisitOrder;
  /** Milliseconds: what ended before does not count. */
  readonly since: number;
  readonly first: number;
  readonly after?: string | null;
}

export interface VisitPage extends Page<FoundVisit> {
  /** On all pages. */
  readonly count: number;
}

/**
 * One page, the longest first; of those that took as long by item and then by time. Keeps no more than the page while it
 * goes through the journeys, however many there are.
 *
 * @throws UserError `BAD_CURSOR`
 */
export const findVisits = (journeys: readonly Journey[], question: VisitQuestion): VisitPage => {
  const { order, first, after } = question;
  const beyond = after ? rankOfCursor(after) : undefined;
  const best: Ranked[] = [];
  let count = 0;
  eachVisit(journeys, question, (journey, place, visit) => {
    count += 1;
    const one = { length: LENGTH[order](visit) ?? NOT_TOLD, item: journey.item, place, journey, visit };
    if (beyond && byRank(one, beyond) <= 0) return;
    keepBest(best, one, first + 1);
  });
  const page = pageOf(best, first, ({ length, item, place }) => [String(length), item, String(place)]);
  return { ...page, rows: page.rows.map(found), count };
};

/** Times that nobody told come last. */
const NOT_TOLD = -1;
const LENGTH: Readonly<Record<VisitOrder, (visit: Visit) => number | undefined>> = {
  WAIT: waitOf,
  PROCESS: processOf,
  LEAD: leadOf,
};

interface Rank {
  readonly length: number;
  readonly item: string;
  readonly place: number;
}

interface Ranked extends Rank {
  readonly journey: Journey;
  readonly visit: Visit;
}

const byRank = (a: Rank, b: Rank): number =>
  b.length - a.length || (a.item < b.item ? -1 : a.item > b.item ? 1 : a.place - b.place);

const rankOfCursor = (cursor: string): Rank => {
  const [length, item, place] = decodeDurationCursor(cursor);
  return { length: Number(length), item, place: Number(place) };
};

/** @param best in order of rank, at most `most`. */
const keepBest = (best: Ranked[], one: Ranked, most: number): void => {
  if (best.length === most && byRank(one, best.at(-1)!) >= 0) return;
  let [low, high] = [0, best.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byRank(best[middle]!, one) < 0) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, one);
  if (best.length > most) best.pop();
};

type Take = (journey: Journey, place: number, visit: Visit) => void;

/** Those that the figures of the same step, or of the same way between two, are made of. */
const eachVisit = (
  journeys: readonly Journey[],
  { place, since }: Pick<VisitQuestion, 'place' | 'since'>,
  take: Take,
): void => {
  if (!('step' in place) && place.to === undefined) {
    eachEnd(journeys, place.from, since, take);
    return;
  }
  const step = 'step' in place ? place.step : place.to;
  for (const journey of journeys) {
    const { visits } = journey;
    for (let i = 0; i < visits.length; i += 1) {
      const visit = visits[i]!;
      if (visit.step !== step || visit.stop === undefined || visit.stop < since) continue;
      if ('step' in place || visits[i - 1]?.step === place.from) take(journey, i, visit);
    }
  }
};

/** The waits of items that were done with their last step until they were finished. */
const eachEnd = (journeys: readonly Journey[], from: number | undefined, since: number, take: Take): void => {
  for (const journey of journeys) {
    const { visits, finished } = journey;
    if (finished === undefined || finished < since || visits.at(-1)?.step !== from) continue;
    const start = lastStop(journey);
    take(journey, visits.length, {
      step: END,
      since: start,
      start: undefined,
      stop: finished,
      refused: false,
      again: false,
    });
  }
};

/** The step of a wait that leads to no step. */
export const END = -1;

const found = ({ journey, place, visit }: Ranked): FoundVisit => ({
  journey,
  place,
  visit,
  from: journey.visits[place - 1]?.step,
  sentBack: visit.step !== END && wasSentBack(journey.visits, place),
});
