import { type Db, type Row, writeRows } from '../support/rows.js';
import { sql } from '../support/sql.js';
import type { History } from './history.js';
import type { Finding } from './policy.js';

const TARGET = {
  table: 'throughline.finding',
  columns: [
    'service',
    'subject',
    'environment',
    'policy',
    'recorded_at',
    'as_of',
    'about',
    'title',
    'subject_at',
    'version',
    'verdict',
    'sentence',
    'evidence',
    'exception_by',
    'exception_until',
    'exception_why',
    'recheck_at',
  ],
  key: ['service', 'subject', 'environment', 'policy', 'recorded_at'],
  conflict: 'ignore',
} as const;

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

/** What a verdict says; two that say the same are one, and the earlier row stays. */
const SAID = [
  'version',
  'verdict',
  'sentence',
  'evidence',
  'exception_by',
  'exception_until',
  'exception_why',
  'recheck_at',
];

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
  const rows = judged.flatMap((one) => {
    const keyed = one.findings.map((finding) => rowOf(one.history, finding, recording));
    return [...keyed, ...withdrawals(one, known, recording)].flatMap((row) => {
      const before = known.get(identityOf(row));
      if (before && saidOf(before) === saidOf(row)) return [];
      // Two verdicts of one millisecond would be one row.
      const earliest = before && new Date((before['recorded_at'] as Date).getTime() + 1).toISOString();
      return [{ ...row, recorded_at: earliest && earliest > recordedAt ? earliest : recordedAt }];
    });
  });
  return writeRows(db, TARGET, rows);
};

const IDENTITY = ['service', 'subject', 'environment', 'policy'];

const identityOf = (row: Row): string => IDENTITY.map((column) => String(row[column])).join('\u0001');

const saidOf = (row: Row): string => {
  const parts = SAID.map((column) => {
    const value = row[column];
    if (value instanceof Date) return value.toISOString();
    return Array.isArray(value) ? value.join('\u0002') : String(value ?? '');
  });
  return parts.join('\u0001');
};

const rowOf = ({ subject }: History, finding: Finding, { now, asOf }: Recording): Row => ({
  service: subject.service,
  subject: subject.name,
  environment: subject.environment,
  policy: finding.policy,
  recorded_at: now,
  as_of: asOf.toISOString(),
  about: subject.about,
  title: subject.title,
  subject_at: subject.at,
  version: finding.version,
  verdict: finding.verdict,
  sentence: finding.sentence,
  evidence: finding.evidence,
  exception_by: finding.exception?.by ?? null,
  exception_until: finding.exception?.until ?? null,
  exception_why: finding.exception?.why ?? null,
  recheck_at: finding.recheckAt ?? null,
});

const withdrawals = (
  { history, findings }: Judged,
  known: ReadonlyMap<string, Row>,
  recording: Recording,
): Row[] =>
  [...recording.policies].flatMap((policy) => {
    if (findings.some((finding) => finding.policy === policy)) return [];
    const withdrawn: Finding = {
      policy,
      version: '',
      verdict: 'UNKNOWN',
      sentence: 'The control has nothing more to say about it.',
      evidence: [],
    };
    const row = { ...rowOf(history, withdrawn, recording), verdict: 'WITHDRAWN' };
    return known.has(identityOf(row)) ? [row] : [];
  });

const newestOf = async (db: Db, judged: readonly Judged[]): Promise<Map<string, Row>> => {
  const subjects = judged.map(({ history }) => history.subject);
  const { rows } = await db.query<Row>(sql`
    select distinct on (f.service, f.subject, f.environment, f.policy)
      f.service, f.subject, f.environment, f.policy, f.recorded_at, f.version, f.verdict, f.sentence, f.evidence,
      f.exception_by, f.exception_until, f.exception_why, f.recheck_at
    from (select distinct * from unnest(${subjects.map(({ service }) => service)}::text[],
      ${subjects.map(({ name }) => name)}::text[]) as s(service, subject)) wanted
    join throughline.finding f on f.service = wanted.service and f.subject = wanted.subject
    order by f.service, f.subject, f.environment, f.policy, f.recorded_at desc`);
  return new Map(rows.map((row) => [identityOf(row), row]));
};
