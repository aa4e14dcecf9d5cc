import type { Db } from '../support/rows.js';
import { type LastVerification, readAlarm, readLastVerification } from './reader.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is old is looked at again this often: an incremental check does not see that it was altered since. */
const WEEK_MS = 7 * DAY_MS;

export interface Checks {
  readonly last: LastVerification | undefined;
  readonly lastWhole: Date | undefined;
  readonly isAlarmed: boolean;
}

/** @returns the first leaf of the check that is due, 0 for the whole store; undefined: none is due. */
export const dueFrom = (now: Date, { last, lastWhole, isAlarmed }: Checks): number | undefined => {
  const age = (at: Date): number => now.getTime() - at.getTime();
  if (!last || !lastWhole || age(lastWhole) >= WEEK_MS) return 0;
  if (isAlarmed) return age(last.at) >= HOUR_MS ? 0 : undefined;
  return age(last.at) >= DAY_MS ? last.size : undefined;
};

export const readChecks = async (db: Db): Promise<Checks> => {
  const last = await readLastVerification(db);
  const alarm = await readAlarm(db);
  const { rows } = await db.query<{ at: Date | null }>(
    'select max(at) as at from throughline.ledger_verification where first_leaf = 0',
  );
  return { last, lastWhole: rows[0]?.at ?? undefined, isAlarmed: alarm !== undefined };
};
