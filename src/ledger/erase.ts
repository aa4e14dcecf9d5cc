import type { Db } from '../support/rows.js';
import { erasureLeaf } from './leaf.js';
import { readLeavesOf } from './leaf-rows.js';
import type { Signer } from './note.js';
import { appendLeaves, lockLedger, newestRecording } from './sequencer.js';

/**
 * Takes away what ties the leaves of an event to its data, and says so in the log. The leaves stay, so every proof
 * stays valid; without the salt nobody can find out what they stood for. Runs in the transaction in which the caller
 * erases the event itself.
 */
export const eraseEvent = async (
  db: Db,
  eventId: string,
  by: { readonly signer: Signer; readonly at: Date },
): Promise<void> => {
  await lockLedger(db);
  const indexes = (await readLeavesOf(db, eventId)).map(({ index }) => index);
  await db.query(
    'update throughline.ledger_leaf set digest = null, salt = null where index = any($1::bigint[])',
    [indexes],
  );
  const recordedAt = (await newestRecording(db)) ?? by.at.toISOString();
  const leaves = indexes.map((index) => ({
    event_id: '',
    digest: null,
    salt: null,
    leaf: erasureLeaf(index, recordedAt),
  }));
  await appendLeaves(db, leaves, by);
};
