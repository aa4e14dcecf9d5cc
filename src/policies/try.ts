import type { Pool } from 'pg';
import { LIVE, useSchema } from '../projections/projector.js';
import type { Clock } from '../support/clock.js';
import { inTransaction } from '../support/rows.js';
import type { History } from './history.js';
import { judge } from './judge.js';
import { type Finding, VERDICTS, type Verdict } from './policy.js';
import { changeHistories } from './reading/change-histories.js';
import { type ChangeOf, changesAfter, type Range } from './reading/changes.js';
import { namesAfter, otherHistories } from './reading/other-histories.js';
import type { Settings } from './settings.js';

/** What policies would have found in the past. */
export interface Tried {
  readonly counts: ReadonlyMap<string, Readonly<Record<Verdict, number>>>;
  /** The first that did not pass, with what they are about. */
  readonly examples: readonly { readonly finding: Finding; readonly history: History }[];
  /** How many did not pass. */
  readonly trouble: number;
}

interface Trial extends Range {
  readonly settings: Settings;
  readonly mostExamples: number;
}

const BATCH = 500;

/** Judges the past by policies that do not count yet; stores nothing. */
export const tryPolicies = async (pool: Pool, clock: Clock, trial: Trial): Promise<Tried> => {
  const counts = new Map<string, Record<Verdict, number>>();
  const examples: { finding: Finding; history: History }[] = [];
  let trouble = 0;
  for (const { policy } of trial.settings.active)
    counts.set(policy.id, Object.fromEntries(VERDICTS.map((one) => [one, 0])) as Record<Verdict, number>);
  for await (const histories of historiesOf(pool, clock, trial)) {
    for (const history of histories) {
      for (const finding of judge(history, trial.settings)) {
        counts.get(finding.policy)![finding.verdict] += 1;
        if (finding.verdict === 'PASS') continue;
        trouble += 1;
        if (examples.length < trial.mostExamples) examples.push({ finding, history });
      }
    }
  }
  return { counts, examples, trouble };
};

async function* historiesOf(
  pool: Pool,
  clock: Clock,
  { settings, from, to }: Trial,
): AsyncGenerator<readonly History[]> {
  const { rows } = await pool.query<{ at: Date }>(
    `select at from throughline.watermark where name = 'projected'`,
  );
  const asOf = rows[0]?.at ?? new Date(0);
  const standing = { asOf, now: clock.now().toISOString(), environments: settings.environments };
  const read = <T>(work: Parameters<typeof inTransaction<T>>[1]): Promise<T> =>
    inTransaction(pool, async (db) => {
      await useSchema(db, LIVE);
      return work(db);
    });
  const abouts = new Set(settings.active.map(({ policy }) => policy.about));
  if (abouts.has('CHANGE')) {
    let last: ChangeOf | undefined;
    do {
      const page = await read((db) => changesAfter(db, last, { limit: BATCH, from, to }));
      if (page.length > 0) yield await read((db) => changeHistories(db, page, standing));
      last = page.at(-1);
    } while (last);
  }
  const isInRange = ({ subject }: History): boolean =>
    (!from || subject.at >= from.toISOString()) && (!to || subject.at < to.toISOString());
  for (const about of ['ACCESS', 'EXECUTION', 'RESOURCE', 'ITEM'] as const) {
    if (!abouts.has(about)) continue;
    for (let last = ''; ; ) {
      const names = await namesAfter(pool, about, { after: last, limit: BATCH });
      if (names.length === 0) break;
      yield (await read((db) => otherHistories(db, about, names, standing))).filter(isInRange);
      last = names.at(-1)!;
    }
  }
}
