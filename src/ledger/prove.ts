import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import type { Bundle } from './bundle.js';
import { openCheckpoint } from './checkpoint.js';
import { readLeaves } from './leaf-check.js';
import { parseVkey } from './note.js';
import { consistencyPath } from './paths.js';
import { readCheckpoints, readLeafIndexes, readProof } from './reader.js';
import { deliveryHashes } from './stored-events.js';
import { hashesOf } from './tiles.js';

export interface ProveOptions {
  readonly vkey: string;
  /** Which telling, where there are several; default: the earliest. */
  readonly index?: number;
  /** An older checkpoint (signed note) from which the bundle is to lead to the newest one. */
  readonly since?: string;
}

/** @throws UserError `NOT_IN_LEDGER`, `OTHER_LOG`, `FORKED` */
export const proveEvent = async (db: Db, eventId: string, options: ProveOptions): Promise<Bundle> => {
  const { vkey, since } = options;
  const index = await chosenLeaf(db, eventId, options.index);
  const [checkpoint] = await readCheckpoints(db, { first: 1 });
  const [stored] = await readLeaves(db, index - 1, 1);
  if (!checkpoint || !stored) throw notThere(eventId);
  const { path } = await readProof(db, index, checkpoint.size);
  const { event, salt, leaf } = stored;
  const deliveries = await deliveryHashes(db, event ? [event.deliveryKey] : []);
  const isWhole = event !== undefined && salt !== null;
  return {
    format: 'throughline ledger bundle v1',
    event: isWhole ? event : null,
    salt: isWhole ? salt.toString('base64') : null,
    deliverySha256: isWhole ? (deliveries.get(event.deliveryKey) ?? null) : null,
    leaf,
    index,
    path: path.map((hash) => hash.toString('base64')),
    checkpoint: checkpoint.note,
    vkey,
    consistency: since === undefined ? null : await leadFrom(db, since, { vkey, size: checkpoint.size }),
  };
};

const chosenLeaf = async (db: Db, eventId: string, wanted: number | undefined): Promise<number> => {
  const indexes = await readLeafIndexes(db, eventId);
  const index = wanted === undefined ? indexes[0] : indexes.find((one) => one === wanted);
  if (index !== undefined) return index;
  if (indexes.length === 0) throw notThere(eventId);
  throw new UserError(
    `Event ${eventId} is not leaf ${wanted}: it has ${indexes.join(', ')}.`,
    'NOT_IN_LEDGER',
  );
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
