import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Projector } from '../projections/projector.js';
import { storeDeliveries } from '../sources/intake/inbox.js';
import type { Interpreter } from '../sources/intake/interpreter.js';
import { type Clock, stopwatch } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import type { Db } from '../support/rows.js';

/** What it takes to say something about people and see it in the read models. */
export interface SayingParts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly interpreter: Interpreter;
  readonly projector: Projector;
}

const SOURCE = 'people';
const LONGEST_WAIT_MS = 30_000;

/** Puts what is said into the inbox, where everything else comes in too. @returns the key of the delivery. */
export const storeSaid = async (
  db: Db,
  said: Readonly<Record<string, unknown>> & { readonly at: string },
): Promise<string> => {
  const body = Buffer.from(JSON.stringify(said));
  const key = sha256Hex(body);
  const receivedAt = new Date(said.at);
  await storeDeliveries(db, [{ source: SOURCE, system: SOURCE, key, receivedAt, headers: '{}', body }]);
  return key;
};

/**
 * Waits until it is in the read models.
 *
 * @returns how many events it told.
 * @throws UserError when it was not accepted.
 */
export const settleSaid = async (
  { pool, interpreter, projector }: SayingParts,
  key: string,
): Promise<number> => {
  const { state, reason, events } = await settled({ pool, interpreter }, key);
  if (state === 'rejected' || state === 'dead')
    throw new UserError(`This could not be taken over: ${reason ?? state}.`);
  await projector.projectPending();
  return events ?? 0;
};

interface Outcome {
  readonly state: string;
  readonly reason: string | null;
  readonly events: number | null;
}

/** A worker of the running service may have taken the delivery before us, and then be at it. */
const settled = async (
  { pool, interpreter }: Pick<SayingParts, 'pool' | 'interpreter'>,
  key: string,
): Promise<Outcome> => {
  const elapsed = stopwatch();
  for (;;) {
    await interpreter.interpretPending();
    const { rows } = await pool.query<Outcome>(
      'select state, reason, events from throughline.inbox where source = $1 and delivery_key = $2',
      [SOURCE, key],
    );
    if (rows[0]!.state !== 'pending' || elapsed() > LONGEST_WAIT_MS) return rows[0]!;
    await sleep(20);
  }
};
