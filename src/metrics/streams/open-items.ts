import { decodeCursor, type Page, pageOf } from '../page.js';
import type { Journey } from './journey.js';

/** An item that is neither finished nor given up, and where it is since when; milliseconds. */
export interface OpenItem {
  readonly item: string;
  /** The place of the step in the stream. */
  readonly step: number;
  readonly since: number;
}

/** An open item is where it is worked on, or where it was last; undefined for one that is finished or left. */
export const openItemOf = ({ item, visits, entered, finished, left }: Journey): OpenItem | undefined => {
  if (finished !== undefined || left !== undefined) return undefined;
  const at = visits.findLast(({ stop }) => stop === undefined) ?? visits.at(-1);
  return { item, step: at?.step ?? 0, since: at?.stop ?? at?.since ?? entered };
};

interface OpenQuestion {
  readonly step: number;
  readonly first: number;
  readonly after?: string | null;
}

export interface OpenPage extends Page<OpenItem> {
  /** On all pages. */
  readonly count: number;
}

/**
 * The open items at a step, those that are there longest first.
 *
 * @throws UserError `BAD_CURSOR`
 */
export const findOpenItems = (
  journeys: readonly Journey[],
  { step, first, after }: OpenQuestion,
): OpenPage => {
  const all = journeys
    .flatMap((journey) => openItemOf(journey) ?? [])
    .filter((open) => open.step === step)
    .sort(byAge);
  const beyond = after ? itemsAfter(all, after) : all;
  const page = pageOf(beyond, first, ({ since, item }) => [new Date(since).toISOString(), item]);
  return { ...page, count: all.length };
};

const itemsAfter = (all: readonly OpenItem[], cursor: string): OpenItem[] => {
  const [since, item] = decodeCursor(cursor, 2);
  const last = { since: Date.parse(since!), item: item! };
  return all.filter((open) => byAge(open, last) > 0);
};

type Aged = Pick<OpenItem, 'since' | 'item'>;

const byAge = (a: Aged, b: Aged): number =>
  a.since - b.since || (a.item < b.item ? -1 : a.item > b.item ? 1 : 0);
