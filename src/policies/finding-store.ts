import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { addFindings, type Said } from './finding-rows.js';
import type { History, Subject } from './history.js';
import type { Finding, Verdict } from './policy.js';

export interface Judged {
  readonly history: History;
  readonly findings: readonly Finding[];
}

export interface Recording {
  readonly now: Date;
  /** The events that the verdicts stand on: those recorded until then. */
  readonly asOf: Date;
  /** Policies that are on: what one of them no longer says about a subject is withdrawn. */
  readonly policies: ReadonlySet<string>;
}

/** The newest verdict of a policy on a subject, as it is stored. */
interface Newest {
  readonly service: string;
  readonly subject: string;
  readonly environment: string;
  readonly policy: string;
  readonly recorded_at: Date;
  readonly version: string;
  readonly verdict: Verdict | 'WITHDRAWN';
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly exception_by: string | null;
  readonly exception_until: Date | null;
  readonly exception_why: string | null;
  readonly recheck_at: Date | null;
}

/**
 * Adds what differs from the newest verdicts; nothing is ever changed.
 *
 * @returns how many verdicts are new.
 */
export const recordFindings = async (
  db: Db,
  judged: readonly Judged[],
  recording: Recording,
): Promise<number> => {
  const known = await newestOf(db, judged);
  const recordedAt = recording.now.toISOString();
  const fresh = judged.flatMap((one) => {
    const { subject } = one.history;
    return [...one.findings, ...withdrawals(one, known, recording.policies)].flatMap((said) => {
      const before = known.get(identityOf(subject, said.policy));
      if (before && saysTheSame(said, before)) return [];
      return {
        ...said,
        subject,
        recordedAt: before ? laterThan(before.recorded_at, recordedAt) : recordedAt,
      };
    });
  });
  return addFindings(db, fresh, recording.asOf);
};

/** Two verdicts of one millisecond would be one row. */
const laterThan = (before: Date, now: string): string => {
  const earliest = new Date(before.getTime() + 1).toISOString();
  return earliest > now ? earliest : now;
};

const saysTheSame = (finding: Said, before: Newest): boolean =>
  finding.version === before.version &&
  finding.verdict === before.verdict &&
  finding.sentence === before.sentence &&
  finding.evidence.length === before.evidence.length &&
  finding.evidence.every((id, i) => id === before.evidence[i]) &&
  (finding.exception?.by ?? null) === before.exception_by &&
  (finding.exception?.why ?? null) === before.exception_why &&
  isSameTime(finding.exception?.until, before.exception_until) &&
  isSameTime(finding.recheckAt, before.recheck_at);

const isSameTime = (told: string | undefined, stored: Date | null): boolean =>
  told === undefined ? stored === null : stored !== null && Date.parse(told) === stored.getTime();

const identityOf = (subject: Subject, policy: string): string =>
  [subject.service, subject.name, subject.environment, policy].join('\u0001');

const NOTHING_MORE = {
  version: '',
  verdict: 'WITHDRAWN',
  sentence: 'The control has nothing more to say about it.',
  evidence: [],
} as const;

/** Of policies that are on, and said something about it once. */
const withdrawals = (
  { history, findings }: Judged,
  known: ReadonlyMap<string, Newest>,
  policies: ReadonlySet<string>,
): Said[] =>
  [...policies]
    .filter((policy) => known.has(identityOf(history.subject, policy)))
    .filter((policy) => !findings.some((finding) => finding.policy === policy))
    .map((policy) => ({ ...NOTHING_MORE, policy }));

const newestOf = async (db: Db, judged: readonly Judged[]): Promise<Map<string, Newest>> => {
  const subjects = judged.map(({ history }) => history.subject);
  const { rows } = await db.query<Newest>(sql`
    select distinct on (f.service, f.subject, f.environment, f.policy)
      f.service, f.subject, f.environment, f.policy, f.recorded_at, f.version, f.verdict, f.sentence, f.evidence,
      f.exception_by, f.exception_until, f.exception_why, f.recheck_at
    from (select distinct * from unnest(${subjects.map(({ service }) => service)}::text[],
      ${subjects.map(({ name }) => name)}::text[]) as s(service, subject)) wanted
    join throughline.finding f on f.service = wanted.service and f.subject = wanted.subject
    order by f.service, f.subject, f.environment, f.policy, f.recorded_at desc`);
  return new Map(
    rows.map((row) => [[row.service, row.subject, row.environment, row.policy].join('\u0001'), row]),
  );
};
