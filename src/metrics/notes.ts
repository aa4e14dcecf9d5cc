import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { inScope } from './conditions.js';
import type { Metric, Scope } from './metric.js';

const ASSUMED =
  'Where a repository has no release tags, every commit of its main line counts as a deployment: nobody recorded real ones.';

interface Noted {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly asOf: Date;
}

/** What a reader of the whole answer must know, a sentence each. */
export const notesOn = async (db: Db, { metric, scope, asOf }: Noted): Promise<string[]> => {
  const { rows } = await db.query<{ assumed: boolean }>(
    sql`select exists (select from deployment d where d.assumed and ${inScope('d', 'at', scope)}) as assumed`,
  );
  const days = metric.kind === 'rate' ? metric.judgedAfterDays : undefined;
  return [
    ...(rows[0]!.assumed ? [ASSUMED] : []),
    ...(days && isYoung(scope.to, days, asOf)
      ? [`What is younger than ${days} days is too young to judge: evidence against it may still come in.`]
      : []),
  ];
};

const DAY_MS = 86_400_000;

/** Whether something that ended at `end` may still be found wanting, as of what is known. */
export const isYoung = (end: Date, judgedAfterDays: number, asOf: Date): boolean =>
  end.getTime() + judgedAfterDays * DAY_MS > asOf.getTime();
