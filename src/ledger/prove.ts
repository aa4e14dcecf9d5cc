import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import type { Bundle } from './bundle.js';
import { openCheckpoint } from './checkpoint.js';
import { type LeafWithEvent, readLeavesOf } from './leaf-rows.js';
import { parseVkey } from './note.js';
import { consistencyPath } from './paths.js';
import { readCheckpoints, readPath } from './reader.js';
import { deliveryHashes } from './stored-events.js';
import { hashesOf } from './tiles.js';

export interface ProveOptions {
  readonly vkey: string;
  /** Which telling, where there are several; default: the earliest. */
  readonly index?: number;
  /** An older checkpoint (signed note) from which the bundle is to lead to the newest one. */
  readonly since?: string;
  /** Of the checkpoint that it is to lead to; default: the newest. */
  readonly size?: number;
}

/**
 * Needs no transaction: what a checkpoint covers never changes, and the tiles only grow.
 *
 * @throws UserError `NOT_IN_LEDGER`, `OTHER_LOG`, `FORKED`
 */
export const proveEvent = async (db: Db, eventId: string, options: ProveOptions): Promise<Bundle> => {
  const { vkey, since } = options;
  const [[checkpoint], leaves] = await Promise.all([
    readCheckpoints(db, vkey, { first: 1, ...(options.size !== undefined && { below: options.size + 1 }) }),
    readLeavesOf(db, [eventId]),
  ]);
  if (!checkpoint) throw notThere(eventId);
  const stored = chosenLeaf(eventId, leaves, options.index);
  if (stored.index >= checkpoint.size) throw notThere(eventId);
  const [path, origin, consistency] = await Promise.all([
    readPath(db, stored.index, checkpoint.size),
    originOf(db, stored),
    since === undefined ? null : leadFrom(db, since, { vkey, size: checkpoint.size }),
  ]);
  return {
    format: 'throughline ledger bundle v1',
    ...origin,
    leaf: stored.leaf,
    index: stored.index,
    path: path.map((hash) => hash.toString('base64')),
    checkpoint: checkpoint.note,
    vkey,
    consistency,
  };
};

/** What the leaf was made of; nothing of it once it was erased. */
const originOf = async (
  db: Db,
  { event, salt }: LeafWithEvent,
): Promise<Pick<Bundle, 'event' | 'salt' | 'deliverySha256'>> => {
  if (!event || !salt) return { event: null, salt: null, deliverySha256: null };
  const deliveries = await deliveryHashes(db, [event.deliveryKey]);
  return {
    event,
    salt: salt.toString('base64'),
    deliverySha256: deliveries.get(event.deliveryKey) ?? null,
  };
};

const chosenLeaf = (
  eventId: string,
  leaves: readonly LeafWithEvent[],
  wanted: number | undefined,
): LeafWithEvent => {
  const [first] = leaves;
  if (!first) throw notThere(eventId);
  const chosen = wanted === undefined ? first : leaves.find(({ index }) => index === wanted);
  if (chosen) return chosen;
  const indexes = leaves.map(({ index }) => index).join(', ');
  throw new UserError(`Event ${eventId} is not leaf ${wanted}, but ${indexes}.`, 'NOT_IN_LEDGER');
};

const leadFrom = async (
  db: Db,
  since: string,
  { vkey, size }: { readonly vkey: string; readonly size: number },
): Promise<Bundle['consistency']> => {
  await agreeWith(db, since, { vkey, size });
  const older = openCheckpoint(since, parseVkey(vkey));
  const path = await hashesOf(db, consistencyPath(older.size, size));
  return { checkpoint: since, path: path.map((hash) => hash.toString('base64')) };
};

/**
 * Holds the log to a checkpoint that somebody kept.
 *
 * @throws UserError `FORKED` when the log does not go on from it.
 */
export const agreeWith = async (
  db: Db,
  note: string,
  { vkey, size }: { readonly vkey: string; readonly size: number },
): Promise<void> => {
  const kept = openCheckpoint(note, parseVkey(vkey));
  if (kept.size > size) {
    throw new UserError(
      `The checkpoint that was kept has ${kept.size} leaves and the log only ${size}: its end was cut off.`,
      'FORKED',
    );
  }
  const [root] = await hashesOf(db, [{ from: 0, to: kept.size }]);
  if (root?.equals(kept.root)) return;
  throw new UserError(
    `The log had another root at ${kept.size} leaves than the checkpoint that was kept: its history was rewritten.`,
    'FORKED',
  );
};

const notThere = (eventId: string): UserError =>
  new UserError(
    `Event ${eventId} is not in the ledger: take the id of an event as the timeline of a change shows it.`,
    'NOT_IN_LEDGER',
  );
