import type { Possession } from '../../projections/handoffs/possession.js';
import type { ToldMoment } from '../../projections/paths/told-moment.js';
import { definedJourney } from './defined-journey.js';
import type { StreamDefinition } from './definition.js';
import { discoveredJourney, Names } from './discovered-journey.js';
import { type Journey, lastStop } from './journey.js';

/** What an item's events say of one of its visits. */
export interface VisitEvidence {
  /** Ids of the events by which it began to wait, work began, and it ended; one event may be several of these. */
  readonly events: readonly string[];
  /** Who had it while it was there; undefined where nobody said so. */
  readonly holder: string | undefined;
  readonly team: string | undefined;
}

/** How a stream is walked. */
export interface Walk {
  readonly kind: 'TICKET' | 'CHANGE';
  readonly definition: StreamDefinition | undefined;
  readonly environment: string;
}

/**
 * Walks an item's way once more, with the place of each moment instead of its time: the times of the visits are then the
 * places of the moments that made them. Places are ordered as times are, so it is the same way.
 *
 * @param told the moments of its path, in order.
 * @param possessions what each of them says of who has the item.
 * @returns for each of its visits, and for the wait before it was finished.
 */
export const retrace = (
  walk: Walk,
  item: string,
  told: readonly ToldMoment[],
  possessions: readonly Possession[],
): readonly VisitEvidence[] => {
  const walked = walkPlaces(walk, item, told);
  if (!walked) return [];
  const { journey, names } = walked;
  const end = { since: lastStop(journey), start: undefined, stop: journey.finished };
  return [...journey.visits.map((visit) => ({ ...visit, name: names[visit.step] })), end].map((visit) => {
    const { since, start, stop } = visit;
    const places = [since, start, stop].filter((place) => place !== undefined);
    const done = 'name' in visit && stop !== undefined && isDoneBy(walk, told[stop]!, visit.name);
    const begun = start ?? (done ? stop : since);
    const until = stop === undefined ? told.length - 1 : Math.max(begun, stop - 1);
    return {
      events: [...new Set(places.map((place) => told[place]!.id))],
      ...heldAt(possessions.slice(0, until + 1)),
    };
  });
};

const walkPlaces = (
  { kind, definition, environment }: Walk,
  item: string,
  told: readonly ToldMoment[],
): { readonly journey: Journey; readonly names: readonly string[] } | undefined => {
  const moments = told.map(({ moment }, at) => ({ ...moment, at }));
  const path = { item, kind, title: undefined, type: undefined, repo: undefined, moments };
  const names = new Names();
  const journey = definition ? definedJourney(definition, path) : discoveredJourney(names, path, environment);
  return journey && { journey, names: names.all };
};

/** Something that was done in a moment is in the hands of whoever did it; a state, of whoever had the item in it. */
const isDoneBy = ({ kind, definition }: Walk, { moment }: ToldMoment, name: string | undefined): boolean =>
  !definition && (kind === 'CHANGE' || moment.state === name);

const heldAt = (possessions: readonly Possession[]): Pick<VisitEvidence, 'holder' | 'team'> => ({
  holder: possessions.findLast(({ holders }) => holders.PERSON !== undefined)?.holders.PERSON,
  team: possessions.findLast(({ holders }) => holders.TEAM !== undefined)?.holders.TEAM,
});
