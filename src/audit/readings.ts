import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { CURSOR_TIME, decodeCursor, type Page, pageOf } from '../metrics/page.js';
import type { Clock } from '../support/clock.js';
import { raw, sql } from '../support/sql.js';

/** Who read what of the audit trail; kept for good. */
export interface AuditReading {
  readonly reader: string;
  readonly role: string;
  /** `auditTrail`, `population`, `export.csv` ... */
  readonly what: string;
  /** The question, as canonical JSON. */
  readonly question: string;
}

export const recordReading = async (
  pool: Pool,
  clock: Clock,
  { reader, role, what, question }: AuditReading,
): Promise<void> => {
  await pool.query(sql`
    insert into throughline.audit_reading (at, id, reader, role, what, question)
    values (${clock.now()}, ${randomUUID()}, ${reader}, ${role}, ${what}, ${question})`);
};

/** A reading as it was written down. */
export interface RecordedReading extends AuditReading {
  readonly at: Date;
  readonly id: string;
  /** `at` to the microsecond, for cursors. */
  readonly moment: string;
}

/** Who read what, the latest first. */
export const listReadings = async (
  pool: Pool,
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
): Promise<Page<RecordedReading>> => {
  const [moment, id] = after ? decodeCursor(after, 2) : [];
  const { rows } = await pool.query<RecordedReading>(sql`
    select r.at, r.id, r.reader, r.role, r.what, r.question,
      to_char(r.at at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
    from throughline.audit_reading r
    where ${moment ? sql`(r.at, r.id) < (${moment}::timestamptz, ${id})` : raw('true')}
    order by r.at desc, r.id desc limit ${first + 1}`);
  return pageOf(rows, first, (row) => [row.moment, row.id]);
};

export const countReadings = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from throughline.audit_reading',
  );
  return rows[0]!.n;
};
