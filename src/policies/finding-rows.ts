import { inParts } from '../support/in-parts.js';
import type { Db } from '../support/rows.js';
import { type Sql, sql } from '../support/sql.js';
import type { Subject } from './history.js';
import type { Finding, Verdict } from './policy.js';

/** What a policy says of a subject, or that it has nothing more to say of it. */
export interface Said extends Omit<Finding, 'verdict'> {
  readonly verdict: Verdict | 'WITHDRAWN';
}

export interface NewFinding extends Said {
  readonly subject: Subject;
  /** ISO in UTC. */
  readonly recordedAt: string;
}

const ROWS_PER_STATEMENT = 2_000;

/**
 * Adds verdicts in the order of their keys. Verdicts come by the hundred thousand and many are about one subject, so a
 * subject is sent once and joined there: as rows of VALUES it costs three times as much on both sides.
 *
 * @returns how many were not there yet.
 */
export const addFindings = async (db: Db, findings: readonly NewFinding[], asOf: Date): Promise<number> => {
  const sorted = inOrderOfKeys(findings);
  let added = 0;
  for (const some of inParts(sorted, ROWS_PER_STATEMENT)) {
    const { rowCount } = await db.query(insertion(some, asOf));
    added += rowCount ?? 0;
  }
  return added;
};

const inOrderOfKeys = (findings: readonly NewFinding[]): NewFinding[] => {
  const keyed = findings.map((finding) => ({ finding, key: keyOf(finding) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ finding }) => finding);
};

const keyOf = ({ subject, policy, recordedAt }: NewFinding): string =>
  [subject.service, subject.name, subject.environment, policy, recordedAt].join('\u0001');

const insertion = (findings: readonly NewFinding[], asOf: Date): Sql => {
  const of = (pick: (finding: NewFinding) => unknown): unknown[] => findings.map(pick);
  const places = placesOf(findings);
  const on = (pick: (subject: Subject) => string): string[] => [...places.keys()].map(pick);
  return sql`
    insert into throughline.finding (service, subject, environment, policy, recorded_at, as_of, about, title, subject_at,
      version, verdict, sentence, evidence, exception_by, exception_until, exception_why, recheck_at)
    select s.service, s.subject, s.environment, f.policy, f.recorded_at, ${asOf}, s.about, s.title, s.subject_at,
      f.version, f.verdict, f.sentence, f.evidence::text[], f.exception_by, f.exception_until, f.exception_why, f.recheck_at
    from unnest(${of(({ subject }) => places.get(subject))}::int[], ${of(({ policy }) => policy)}::text[],
      ${of(({ recordedAt }) => recordedAt)}::timestamptz[], ${of(({ version }) => version)}::text[],
      ${of(({ verdict }) => verdict)}::text[], ${of(({ sentence }) => sentence)}::text[],
      ${of(({ evidence }) => arrayText(evidence))}::text[], ${of(({ exception }) => exception?.by)}::text[],
      ${of(({ exception }) => exception?.until)}::timestamptz[], ${of(({ exception }) => exception?.why)}::text[],
      ${of(({ recheckAt }) => recheckAt)}::timestamptz[])
      as f(place, policy, recorded_at, version, verdict, sentence, evidence, exception_by, exception_until, exception_why, recheck_at)
    join unnest(${on(({ service }) => service)}::text[], ${on(({ name }) => name)}::text[],
      ${on(({ environment }) => environment)}::text[], ${on(({ about }) => about)}::text[],
      ${on(({ title }) => title)}::text[], ${on(({ at }) => at)}::timestamptz[])
      with ordinality as s(service, subject, environment, about, title, subject_at, place) on s.place = f.place
    on conflict (service, subject, environment, policy, recorded_at) do nothing`;
};

const placesOf = (findings: readonly NewFinding[]): Map<Subject, number> => {
  const places = new Map<Subject, number>();
  for (const { subject } of findings) if (!places.has(subject)) places.set(subject, places.size + 1);
  return places;
};

/** As PostgreSQL writes an array of texts: it has none of arrays that differ in length. */
const arrayText = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
