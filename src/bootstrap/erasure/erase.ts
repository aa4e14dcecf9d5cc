import { forgetClaims } from '../../access/people-import.js';
import { type ErasureReason, eraseEvents } from '../../events/erase-events.js';
import { PolicyEvaluator } from '../../policies/evaluator.js';
import { keysOf } from '../../projections/keys.js';
import { dropSnapshots } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild.js';
import { type DeliveryName, deliveryKeyOf, eraseBodies, lockDeliveries } from '../../sources/intake/erase.js';
import { UserError } from '../../support/errors.js';
import { inParts } from '../../support/in-parts.js';
import { type Db, inTransaction } from '../../support/rows.js';
import type { Runtime } from '../runtime.js';
import type { ErasurePlan } from './plan.js';

const EVENTS_PER_BATCH = 1_000;

type Parts = Pick<Runtime, 'pool' | 'clock' | 'ledger'>;

/**
 * Erases what was planned: in one transaction for each batch the bodies, what ties the leaves to the data, and the
 * events; then all read models are made again without them, and policies judge anew. Where that breaks off, the same
 * erasure again ends it.
 *
 * @returns how many tellings were erased.
 * @throws UserError `NOT_IN_LEDGER` while something of it waits for its leaf.
 */
export const erase = async (
  parts: Parts,
  plan: ErasurePlan,
  reason: ErasureReason,
  progress: (done: number, total: number) => void = () => {},
): Promise<number> => {
  await parts.ledger.appendPending();
  let tellings = 0;
  for (const events of inParts(plan.events, EVENTS_PER_BATCH)) {
    tellings += await inTransaction(parts.pool, (db) => eraseBatch(db, parts, { ...plan, events, reason }));
  }
  // A row whose last event is gone has nothing left that names it, so no fold of its key would find it.
  await rebuild(parts.pool, progress);
  await dropSnapshots(parts.pool);
  await new PolicyEvaluator(parts.pool, parts.clock).judgeAnew();
  return tellings;
};

interface Batch extends Pick<ErasurePlan, 'events' | 'deliveries' | 'names'> {
  readonly reason: ErasureReason;
}

const eraseBatch = async (
  db: Db,
  { clock, ledger }: Parts,
  { events, deliveries, names, reason }: Batch,
): Promise<number> => {
  if (names.length > 0) await forgetClaims(db, names);
  await lockDeliveries(db, deliveries);
  const kept = await stillStoodOn(db, deliveries, events);
  const bodies = await eraseBodies(db, { deliveries, kept, ...reason, at: clock.now() });
  await ledger.erase(db, { events, bodies });
  return eraseEvents(db, events, { clock, keysOf, ...reason });
};

/** The deliveries from which other events came: these are kept, and so is the hash that their leaves hold. */
const stillStoodOn = async (
  db: Db,
  deliveries: readonly DeliveryName[],
  events: readonly string[],
): Promise<Set<string>> => {
  const { rows } = await db.query<{ delivery_key: string; waits: boolean }>(
    `select e.delivery_key,
       bool_or(exists (select from throughline.recording r where r.recorded_at = e.recorded_at)) as waits
     from throughline.event e where e.delivery_key = any($1) and not (e.id = any($2)) group by 1`,
    [deliveries.map(deliveryKeyOf), events],
  );
  const waiting = rows.find(({ waits }) => waits);
  if (!waiting) return new Set(rows.map(({ delivery_key }) => delivery_key));
  throw new UserError(
    `Delivery ${waiting.delivery_key} told events that wait for their place in the ledger: run throughline ledger checkpoint first.`,
    'NOT_IN_LEDGER',
  );
};
