import type { Pool } from 'pg';
import { readIn } from '../../metrics/read.js';
import type { History } from '../../policies/history.js';
import { pciSlots, type SlotEvidence } from '../../policies/pci-slots.js';
import { changeHistories } from '../../policies/reading/change-histories.js';
import { type ChangeOf, changesAfter, type Range } from '../../policies/reading/changes.js';

/** A change that arrived on the environment, with its six slots in order. */
export interface SlottedChange {
  readonly subject: History['subject'];
  readonly slots: readonly SlotEvidence[];
  /** The service had been deployed there before: one could go back, but that is no documented way. */
  readonly isReturnAvailable: boolean;
}

interface Wanted extends Range {
  readonly pool: Pool;
  readonly schema: string;
  readonly environment: string;
  readonly asOf: Date;
}

const BATCH = 400;
/** Batches under way at once: while one is looked through, the database reads for the other. */
const AT_ONCE = 3;

/** The changes of a period that arrived on the environment, by their date. */
export const slottedChanges = async (wanted: Wanted): Promise<SlottedChange[]> => {
  const pages = changePages(wanted);
  const found: SlottedChange[] = [];
  const work = async (): Promise<void> => {
    for (let next = await pages.next(); !next.done; next = await pages.next()) {
      const histories = await historiesOf(wanted, next.value);
      found.push(...histories.map(slotted));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found.sort((a, b) => byText(orderOf(a), orderOf(b)));
};

const slotted = (history: History): SlottedChange => ({
  subject: history.subject,
  slots: pciSlots(history),
  isReturnAvailable: history.deployed?.hasEarlier ?? false,
});

const orderOf = ({ subject: { at, service, name } }: SlottedChange): string =>
  JSON.stringify([at, service, name]);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function* changePages({ pool, schema, from, to, services }: Wanted): AsyncGenerator<ChangeOf[]> {
  let last: ChangeOf | undefined;
  do {
    const page = await readIn(pool, schema, (db) =>
      changesAfter(db, last, { limit: BATCH, from, to, services }),
    );
    if (page.length > 0) yield page;
    last = page.at(-1);
  } while (last);
}

const historiesOf = (
  { pool, schema, environment, asOf }: Wanted,
  page: readonly ChangeOf[],
): Promise<History[]> =>
  readIn(pool, schema, (db) =>
    changeHistories(db, page, { asOf, now: asOf.toISOString(), environments: [environment] }),
  );
