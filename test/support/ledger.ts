import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { ledgerSigner } from '../../src/bootstrap/ledger-key.js';
import { readConfig } from '../../src/config.js';
import { eventId } from '../../src/events/event-id.js';
import { appendEvents, tellingOf } from '../../src/events/event-store.js';
import type { DeliveryEvent } from '../../src/events/vocabulary.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { Signer } from '../../src/ledger/note.js';
import { keysOf } from '../../src/projections/keys.js';
import { storeDeliveries } from '../../src/sources/intake/inbox.js';
import { systemClock } from '../../src/support/clock.js';
import { sha256 } from '../../src/support/hash.js';
import { inTransaction } from '../../src/support/rows.js';

export interface TestLedger {
  readonly ledger: Ledger;
  readonly signer: Signer;
  /** Records commits as one delivery would tell them. @returns their event ids. */
  deliver(key: string, commits: number): Promise<string[]>;
}

/** The ledger of a database, under a key of its own. */
export const openTestLedger = async (pool: Pool): Promise<TestLedger> => {
  const config = readConfig({ THROUGHLINE_SECRET_KEY: randomBytes(32).toString('hex') });
  const signer = ledgerSigner(pool, config);
  const ledger = new Ledger(pool, systemClock, signer);
  return {
    ledger,
    signer: await signer(),
    deliver: async (key, commits) => {
      const events = Array.from({ length: commits }, (_, i) => commitOf(`${key}-${i}`));
      const body = Buffer.from(JSON.stringify(events));
      await storeDeliveries(pool, [
        { source: 'shop', system: 'cloudevents', key, receivedAt: systemClock.now(), headers: '{}', body },
      ]);
      const tellings = events.map((event) => tellingOf(event, `shop/${key}`));
      await inTransaction(pool, (db) =>
        appendEvents(db, tellings, { clock: systemClock, keysOf, sign: ledger.sign }),
      );
      return events.map(({ id }) => id);
    },
  };
};

const REPO = 'github.com/shop/basket';

export const commitOf = (title: string): DeliveryEvent => {
  const sha = sha256(title).toString('hex').slice(0, 40);
  const at = '2026-01-05T08:00:00.000Z';
  return {
    id: eventId('commit.recorded', REPO, sha),
    type: 'commit.recorded',
    at,
    source: 'shop',
    actor: { id: 'github:ann', kind: 'human', confidence: 'authenticated' },
    repo: REPO,
    sha,
    authoredAt: at,
    committedAt: at,
    title,
  };
};
