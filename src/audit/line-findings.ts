import { type FindingRecord, findingsOfSubjects, type JudgedSubject } from '../policies/read-findings.js';
import type { Db } from '../support/rows.js';
import { sql } from '../support/sql.js';
import { ABOUT_OF_KIND, DELIVERED } from './judged.js';
import type { AuditLine } from './trail.js';

/** So many changes of one deployment are shown with their verdicts; the list of findings has them all. */
const MOST_DELIVERED = 200;

/** The verdicts on each line that held at a recording time, in the order of the lines. */
export const findingsOfLines = async (
  db: Db,
  lines: readonly AuditLine[],
  asOf?: Date | null,
): Promise<FindingRecord[][]> => {
  const delivered = await deliveredOf(db, lines);
  const subjects = lines.flatMap((line, n) => [
    ...ownSubject(line).map((subject) => ({ ...subject, n })),
    ...delivered.filter((one) => one.n === n),
  ]);
  const found = await findingsOfSubjects(db, subjects, asOf);
  return lines.map((_, n) => subjects.flatMap((subject, i) => (subject.n === n ? found[i]! : [])));
};

const ownSubject = ({ kind, key }: AuditLine): JudgedSubject[] => {
  const about = ABOUT_OF_KIND[kind];
  return about ? [{ about, subject: key.slice(key.indexOf(':') + 1) }] : [];
};

const deliveredOf = async (
  db: Db,
  lines: readonly AuditLine[],
): Promise<(Required<JudgedSubject> & { readonly n: number })[]> => {
  const places = lines.map(({ kind, place }) => (kind === 'DEPLOYMENT' ? place : null));
  const { rows } = await db.query<{ n: number; subject: string; service: string; environment: string }>(sql`
    select w.n::int - 1 as n, d.subject, a.service, a.environment
    from unnest(${places}::text[], ${lines.map(({ id }) => id)}::text[]) with ordinality w(place, id, n)
    join audit a on a.place = w.place and a.id = w.id
    cross join lateral (select subject from (${DELIVERED}) d order by subject limit ${MOST_DELIVERED}) d
    order by w.n, d.subject`);
  return rows.map((row) => ({ ...row, about: 'CHANGE' }));
};
