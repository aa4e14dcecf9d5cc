import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { erasureLeaf } from './leaf.js';
import { type LeafWithEvent, readLeavesOf } from './leaf-rows.js';
import type { Signer } from './note.js';
import { appendLeaves, lockLedger, newestRecording } from './sequencer.js';

/**
 * Takes away what ties the leaves of an event to its data, and says so in the log. The leaves stay, so every proof
 * stays valid; without the salt nobody can find out what they stood for. Runs in the transaction in which the caller
 * erases the event itself, before it does.
 *
 * @throws UserError `NOT_IN_LEDGER` while a telling of it still waits for its leaf.
 */
export const eraseEvent = async (
  db: Db,
  eventId: string,
  by: { readonly signer: Signer; readonly at: Date },
): Promise<void> => {
  await lockLedger(db);
  const leaves = await readLeavesOf(db, eventId);
  await refuseWaiting(db, eventId, leaves);
  const indexes = leaves.map(({ index }) => index);
  await db.query(
    'update throughline.ledger_leaf set digest = null, salt = null where index = any($1::bigint[])',
    [indexes],
  );
  const recordedAt = (await newestRecording(db)) ?? by.at.toISOString();
  const erasures = indexes.map((index) => ({
    event_id: '',
    digest: null,
    salt: null,
    leaf: erasureLeaf(index, recordedAt),
  }));
  await appendLeaves(db, erasures, by);
};

/** What waits for its leaf is held to its signature: to erase it now would look like an alteration. */
const refuseWaiting = async (db: Db, eventId: string, leaves: readonly LeafWithEvent[]): Promise<void> => {
  const { rows } = await db.query<{ tellings: number }>(
    'select count(*)::int as tellings from throughline.event where id = $1',
    [eventId],
  );
  const logged = leaves.filter(({ event }) => event !== undefined).length;
  if (logged > 0 && rows[0]!.tellings === logged) return;
  throw new UserError(
    `Event ${eventId} cannot be erased before the ledger has taken it in: run throughline ledger checkpoint first.`,
    'NOT_IN_LEDGER',
  );
};
