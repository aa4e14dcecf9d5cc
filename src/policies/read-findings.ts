import type { Db } from '../support/rows.js';
import { raw, type Sql, sql } from '../support/sql.js';
import type { About } from './history.js';
import type { Verdict } from './policy.js';

/** A verdict as it is stored. */
export interface FindingRecord {
  readonly service: string;
  readonly subject: string;
  readonly environment: string;
  readonly policy: string;
  readonly recorded_at: Date;
  readonly as_of: Date;
  readonly about: About;
  readonly title: string;
  readonly subject_at: Date;
  readonly version: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly exception_by: string | null;
  readonly exception_until: Date | null;
  readonly exception_why: string | null;
  readonly recheck_at: Date | null;
  /** `subject_at` to the microsecond, for cursors. */
  readonly moment: string;
}

/** Which verdicts a list shows; undefined: all. */
export interface FindingSelection {
  readonly services?: readonly string[] | undefined;
  readonly environment?: string | null | undefined;
  /** By the subject's own date, half open. */
  readonly range?: { readonly from: Date; readonly to: Date } | undefined;
  readonly policies?: readonly string[] | null | undefined;
  readonly verdicts?: readonly Verdict[] | null | undefined;
  /** The verdicts that held then; undefined: those that hold now. */
  readonly asOf?: Date | null | undefined;
  /** Only verdicts that stand on the events recorded until then, as if nothing later were known. */
  readonly events?: Date | undefined;
}

const COLUMNS =
  raw(`f.service, f.subject, f.environment, f.policy, f.recorded_at, f.as_of, f.about, f.title, f.subject_at,
  f.version, f.verdict, f.sentence, f.evidence, f.exception_by, f.exception_until, f.exception_why, f.recheck_at,
  to_char(f.subject_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment`);

/** What nothing newer replaced until then. */
export const holding = ({ asOf, events }: Pick<FindingSelection, 'asOf' | 'events'>): Sql => sql`
  f.verdict <> 'WITHDRAWN' and f.recorded_at <= ${asOf ?? 'infinity'}
  ${events ? sql`and f.as_of <= ${events}` : raw('')} and not exists (
    select from throughline.finding n where n.service = f.service and n.subject = f.subject
      and n.environment = f.environment and n.policy = f.policy
      ${events ? sql`and n.as_of <= ${events}` : raw('')}
      and n.recorded_at > f.recorded_at and n.recorded_at <= ${asOf ?? 'infinity'})`;

const selected = (selection: FindingSelection): Sql => {
  const { services, environment, range, policies, verdicts } = selection;
  return sql`
  ${holding(selection)}
  ${services ? sql`and f.service = any(${services})` : raw('')}
  ${environment ? sql`and f.environment = ${environment}` : raw('')}
  ${range ? sql`and f.subject_at >= ${range.from} and f.subject_at < ${range.to}` : raw('')}
  ${policies?.length ? sql`and f.policy = any(${policies})` : raw('')}
  ${verdicts?.length ? sql`and f.verdict = ${verdicts.length === 1 ? sql`${verdicts[0]}` : sql`any(${verdicts})`}` : raw('')}
  ${verdicts?.length && !verdicts.includes('PASS') ? raw(`and f.verdict <> 'PASS'`) : raw('')}`;
};

interface Position {
  readonly limit: number;
  /** Moment, service, subject, environment and policy of the last row before. */
  readonly after?: readonly string[] | undefined;
}

/** By the subject's own date, the newest first. */
export const listFindings = async (
  db: Db,
  selection: FindingSelection,
  { limit, after }: Position,
): Promise<FindingRecord[]> => {
  const [moment, service, subject, environment, policy] = after ?? [];
  const further = after
    ? sql`and (f.subject_at, f.service, f.subject, f.environment, f.policy)
        < (${moment}::timestamptz, ${service}, ${subject}, ${environment}, ${policy})`
    : raw('');
  const { rows } = await db.query<FindingRecord>(sql`
    select ${COLUMNS} from throughline.finding f where ${selected(selection)} ${further}
    order by f.subject_at desc, f.service desc, f.subject desc, f.environment desc, f.policy desc limit ${limit}`);
  return rows;
};

export const countFindings = async (db: Db, selection: FindingSelection): Promise<number> => {
  const { rows } = await db.query<{ n: number }>(
    sql`select count(*)::int as n from throughline.finding f where ${selected(selection)}`,
  );
  return rows[0]!.n;
};

/** How often a version of a policy came to a verdict. */
export interface VerdictCount {
  readonly policy: string;
  readonly version: string;
  readonly environment: string;
  readonly verdict: Verdict;
  readonly n: number;
}

export const countVerdicts = async (db: Db, selection: FindingSelection): Promise<VerdictCount[]> => {
  const { rows } = await db.query<VerdictCount>(sql`
    select f.policy, f.version, f.environment, f.verdict, count(*)::int as n
    from throughline.finding f where ${selected(selection)}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`);
  return rows;
};

/** Everything that is selected, by the subject's own date, the oldest first. */
export const allFindings = async (db: Db, selection: FindingSelection): Promise<FindingRecord[]> => {
  const { rows } = await db.query<FindingRecord>(sql`
    select ${COLUMNS} from throughline.finding f where ${selected(selection)}
    order by f.subject_at, f.service, f.subject, f.environment, f.policy`);
  return rows;
};

export type JudgedRecord = Pick<FindingRecord, 'service' | 'subject' | 'subject_at' | 'title'>;

/** What is about one kind of thing and was judged at all, each once, by its own date, the oldest first. */
export const judgedSubjects = async (
  db: Db,
  selection: FindingSelection,
  about: About,
): Promise<JudgedRecord[]> => {
  const { rows } = await db.query<JudgedRecord>(sql`
    select * from (
      select distinct on (f.service, f.subject) f.service, f.subject, f.subject_at, f.title
      from throughline.finding f where ${selected(selection)} and f.about = ${about}
      order by f.service, f.subject, f.subject_at, f.environment, f.policy) s
    order by s.subject_at, s.service, s.subject`);
  return rows;
};

/** The verdicts on subjects by their services and names; of each service those of each environment and policy. */
export const findingsOn = async (
  db: Db,
  subjects: readonly { readonly service: string; readonly subject: string }[],
  asOf?: Date | null,
): Promise<FindingRecord[]> => {
  const { rows } = await db.query<FindingRecord>(sql`
    select ${COLUMNS}
    from unnest(${subjects.map(({ service }) => service)}::text[], ${subjects.map(({ subject }) => subject)}::text[])
      as wanted(service, subject)
    join throughline.finding f on f.service = wanted.service and f.subject = wanted.subject
    where ${holding({ asOf })}
    order by f.policy, f.service, f.environment`);
  return rows;
};

/** Something that was judged; without service and environment on all of them. */
export interface JudgedSubject {
  readonly about: About;
  readonly subject: string;
  readonly service?: string;
  readonly environment?: string;
}

/** The verdicts on each subject, in the order of the subjects. */
export const findingsOfSubjects = async (
  db: Db,
  subjects: readonly JudgedSubject[],
  asOf?: Date | null,
): Promise<FindingRecord[][]> => {
  const found: FindingRecord[][] = subjects.map(() => []);
  const { rows } = await db.query<FindingRecord & { n: string }>(sql`
    select w.n, ${COLUMNS}
    from unnest(${subjects.map(({ about }) => about)}::text[], ${subjects.map(({ subject }) => subject)}::text[],
      ${subjects.map(({ service }) => service ?? null)}::text[],
      ${subjects.map(({ environment }) => environment ?? null)}::text[]
    ) with ordinality w(about, subject, service, environment, n)
    join throughline.finding f on f.subject = w.subject and f.about = w.about
      and f.service = coalesce(w.service, f.service) and f.environment = coalesce(w.environment, f.environment)
    where ${holding({ asOf })}
    order by w.n, f.policy, f.service, f.environment`);
  for (const { n, ...record } of rows) found[Number(n) - 1]!.push(record);
  return found;
};

/** How many verdicts of each kind a control has given on what belongs to a service. */
export interface FindingCount {
  readonly policy: string;
  readonly service: string;
  readonly verdict: Verdict;
  readonly count: number;
}

export const countByService = async (db: Db, selection: FindingSelection): Promise<FindingCount[]> => {
  const { rows } = await db.query<FindingCount>(sql`
    select f.policy, f.service, f.verdict, count(*)::int as count from throughline.finding f
    where ${selected(selection)} group by f.policy, f.service, f.verdict order by f.policy, f.service, f.verdict`);
  return rows;
};
