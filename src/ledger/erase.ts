import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { bodyErasureLeaf, bodyMark, erasureLeaf } from './leaf.js';
import { type LeafWithEvent, readLeavesOf } from './leaf-rows.js';
import type { Signer } from './note.js';
import { appendLeaves, lockLedger, newestRecording } from './sequencer.js';

/** What is erased together. */
export interface Erasing {
  readonly events: readonly string[];
  /** Bodies from which other events came as well: their leaves hold the hash. */
  readonly bodies?: readonly { readonly deliveryKey: string; readonly hash: string }[];
}

/**
 * Takes away what ties the leaves of events to their data, and says so in the log. The leaves stay, so every proof
 * stays valid; without the salt nobody can find out what they stood for. Runs in the transaction in which the caller
 * erases the events themselves, before it does.
 *
 * @throws UserError `NOT_IN_LEDGER` while a telling of one of them still waits for its leaf.
 */
export const eraseLeaves = async (
  db: Db,
  { events, bodies = [] }: Erasing,
  by: { readonly signer: Signer; readonly at: Date },
): Promise<void> => {
  await lockLedger(db);
  const leaves = await readLeavesOf(db, events);
  await refuseWaiting(db, events, leaves);
  const indexes = leaves.filter(({ salt }) => salt !== null).map(({ index }) => index);
  await db.query(
    'update throughline.ledger_leaf set digest = null, salt = null where index = any($1::bigint[])',
    [indexes],
  );
  const recordedAt = (await newestRecording(db)) ?? by.at.toISOString();
  const said = [
    ...indexes.map((index) => erasureLeaf(index, recordedAt)),
    ...bodies.map(({ deliveryKey, hash }) => bodyErasureLeaf(bodyMark(deliveryKey, hash), recordedAt)),
  ];
  await appendLeaves(
    db,
    said.map((leaf) => ({ event_id: '', digest: null, salt: null, leaf })),
    by,
  );
};

/** What waits for its leaf is held to its signature: to erase it now would look like an alteration. */
const refuseWaiting = async (
  db: Db,
  events: readonly string[],
  leaves: readonly LeafWithEvent[],
): Promise<void> => {
  const logged = new Map<string, number>();
  for (const { event } of leaves) if (event) logged.set(event.id, (logged.get(event.id) ?? 0) + 1);
  const { rows } = await db.query<{ id: string; tellings: number }>(
    'select id, count(*)::int as tellings from throughline.event where id = any($1) group by id order by id',
    [events],
  );
  const known = new Set(leaves.map(({ eventId }) => eventId));
  const waiting =
    rows.find(({ id, tellings }) => tellings !== (logged.get(id) ?? 0))?.id ??
    events.find((id) => !known.has(id));
  if (waiting === undefined) return;
  throw new UserError(
    `Event ${waiting} cannot be erased before the ledger has taken it in: run throughline ledger checkpoint first.`,
    'NOT_IN_LEDGER',
  );
};
