import { groupBy } from '../support/group-by.js';
import { canonicalJson, sha256Hex } from '../support/hash.js';
import type { DeliveryEvent } from './vocabulary.js';

export interface Content {
  /** The event as it is kept. */
  readonly data: string;
  /** Hash of `data`: two tellings of one fact that differ in anything have different digests. */
  readonly digest: string;
}

export const contentOf = (event: DeliveryEvent): Content => {
  const data = canonicalJson(event);
  return { data, digest: sha256Hex(data) };
};

/** An explicit undefined must not hide what another telling knows. */
const toldOnly = (event: DeliveryEvent): Partial<DeliveryEvent> =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));

const knownFields = (event: DeliveryEvent): number =>
  Object.values(event).filter((value) => value !== undefined).length;

/**
 * What is known of one fact, from all its tellings, whatever their order: the highest revision wins; among equals the
 * fullest telling, then the smaller digest; what the winner does not say is filled from the others of its revision.
 *
 * @returns undefined when the winning telling takes the fact back.
 */
export const currentTelling = (tellings: readonly DeliveryEvent[]): DeliveryEvent | undefined => {
  if (tellings.length === 1) return tellings[0]!.retracted ? undefined : tellings[0];
  const newest = Math.max(...tellings.map((telling) => telling.revision ?? 0));
  const ranked = tellings
    .filter((telling) => (telling.revision ?? 0) === newest)
    .map((telling) => ({ telling, known: knownFields(telling), digest: contentOf(telling).digest }))
    .sort((a, b) => b.known - a.known || (a.digest < b.digest ? -1 : 1))
    .map(({ telling }) => telling);
  if (ranked.some((telling) => telling.retracted)) return undefined;
  return Object.assign({}, ...ranked.toReversed().map(toldOnly)) as DeliveryEvent;
};

/** Events by time; of one time by their order in their source, then by id. */
export const inOrder = (a: DeliveryEvent, b: DeliveryEvent): number => {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return (a.order ?? 0) - (b.order ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
};

/** Groups tellings by fact and returns what is known of each, ordered by time, order in the source, and id. */
export const currentEvents = (tellings: readonly DeliveryEvent[]): DeliveryEvent[] => {
  const byId = groupBy(tellings, ({ id }) => id);
  return [...byId.values()]
    .map(currentTelling)
    .filter((event) => event !== undefined)
    .sort(inOrder);
};
