import { sha256Hex } from '../support/hash.js';
import type { Db } from '../support/rows.js';
import type { Findings } from './findings.js';
import { bodyMark, leafOf, readLeaf } from './leaf.js';
import type { LeafWithEvent } from './leaf-rows.js';
import { readBodies, type StoredBody } from './stored-events.js';

/** What was erased, and what says so: each erased leaf must be named by an erasure, and the other way round. */
export class Erasures {
  private readonly missing = new Map<number, string>();
  private readonly announced = new Set<number>();
  private readonly missingBodies = new Map<string, string>();
  private readonly announcedBodies = new Set<string>();

  gone(index: number, eventId: string): void {
    this.missing.set(index, eventId);
  }

  announce(erased: number): void {
    this.announced.add(erased);
  }

  bodyGone(mark: string, eventId: string): void {
    this.missingBodies.set(mark, eventId);
  }

  announceBody(mark: string): void {
    this.announcedBodies.add(mark);
  }

  report(findings: Findings): void {
    for (const [index, eventId] of this.missing) {
      if (!this.announced.has(index)) {
        findings.add(
          'leaf',
          index,
          `Its salt or digest is gone, and no erasure of event ${eventId} says so.`,
        );
      }
    }
    for (const [mark, eventId] of this.missingBodies) {
      if (!this.announcedBodies.has(mark))
        findings.add('event', eventId, 'The body that it came from is gone, and no erasure says so.');
    }
  }
}

/**
 * Holds leaves to the rows that they were made of.
 *
 * @returns how many events were found.
 */
export const checkLeaves = async (
  db: Db,
  leaves: readonly LeafWithEvent[],
  { findings, erasures }: { readonly findings: Findings; readonly erasures: Erasures },
): Promise<number> => {
  const keys = leaves.flatMap(({ event }) => (event ? [event.deliveryKey] : []));
  const deliveries = await readBodies(db, keys);
  let found = 0;
  for (const leaf of leaves) {
    const trouble = troubleOf(leaf, deliveries, erasures);
    if (trouble)
      findings.add(trouble.where, trouble.where === 'event' ? leaf.eventId : leaf.index, trouble.what);
    if (leaf.event) found += 1;
  }
  return found;
};

interface Trouble {
  readonly where: 'event' | 'leaf';
  readonly what: string;
}

const troubleOf = (
  stored: LeafWithEvent,
  deliveries: ReadonlyMap<string, StoredBody>,
  erasures: Erasures,
): Trouble | undefined => {
  const { index, eventId, digest, salt, leaf, event } = stored;
  const told = readLeaf(leaf);
  if (!told) return { where: 'leaf', what: 'It cannot be read.' };
  if (told.erased !== undefined || told.body !== undefined) {
    if (told.erased !== undefined) erasures.announce(told.erased);
    if (told.body !== undefined) erasures.announceBody(told.body);
    const isPlain = eventId === '' && digest === null && salt === null;
    return isPlain ? undefined : { where: 'leaf', what: 'An erasure has neither event nor salt.' };
  }
  if (told.id !== eventId) return { where: 'leaf', what: 'It is filed under another event than its own.' };
  if (digest === null || salt === null) {
    erasures.gone(index, eventId);
    return digest === salt ? undefined : { where: 'leaf', what: 'Its salt or its digest is gone.' };
  }
  if (!event)
    return { where: 'event', what: `It is gone, or is not the telling that leaf ${index} was made of.` };
  if (sha256Hex(event.data) !== event.digest) {
    return { where: 'event', what: 'Its data does not have its digest.' };
  }
  const body = deliveries.get(event.deliveryKey);
  if (body?.erased) erasures.bodyGone(bodyMark(event.deliveryKey, body.hash), eventId);
  const made = leafOf({ event, salt, deliveryHash: body?.hash ?? null });
  return made === leaf ? undefined : { where: 'event', what: differences(leaf, made, index) };
};

const differences = (leaf: string, made: string, index: number): string => {
  const [before, now] = [JSON.parse(leaf), JSON.parse(made)] as Record<string, unknown>[];
  const members = Object.keys(now!).filter((member) => before![member] !== now![member]);
  return `It is not what leaf ${index} was made of; what differs: ${members.join(', ') || 'the spelling'}.`;
};
