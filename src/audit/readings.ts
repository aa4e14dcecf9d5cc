import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { sql } from '../support/sql.js';

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
