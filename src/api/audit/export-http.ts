import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Principal } from '../../access/tokens.js';
import { type AuditStore, type ExportFormat, exported, walkTrail } from '../../audit/export.js';
import { readParameters } from '../../audit/parameters.js';
import { type AuditFilter, questionText } from '../../audit/question.js';
import { recordReading } from '../../audit/readings.js';
import { Reading, readThrough } from '../../projections/reading.js';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import { requireRole } from '../access.js';

export interface AuditExport extends AuditStore {
  readonly clock: Clock;
  /** Of its own, so that those who hold a state never wait for those who read in it. */
  readonly readingPool: Pool;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** `GET /audit.csv` and `GET /audit.ndjson`: the whole selection, streamed, for auditors and administrators. */
export const registerAuditExport = (fastify: FastifyInstance, parts: AuditExport): void => {
  for (const format of ['csv', 'ndjson'] as const) {
    fastify.get<{ Querystring: Record<string, unknown> }>(`/audit.${format}`, (request, reply) =>
      sendExport(parts, format, { request, reply }),
    );
  }
};

interface Exchange {
  readonly request: FastifyRequest<{ Querystring: Record<string, unknown> }>;
  readonly reply: FastifyReply;
}

const sendExport = async (
  parts: AuditExport,
  format: ExportFormat,
  { request, reply }: Exchange,
): Promise<FastifyReply> => {
  const reading = new Reading(parts.readingPool);
  try {
    const { principal } = request as { principal?: Principal };
    const filter = await admitted(parts, format, { principal, query: request.query });
    const walked = await readThrough(reading, () => walkTrail(parts, filter));
    const body = Readable.from(closing(exported(walked, format), reading));
    return reply
      .header('content-type', TYPES[format])
      .header('content-disposition', `attachment; filename="audit.${format}"`)
      .header('x-throughline-as-of', walked.asOf.toISOString())
      .send(body);
  } catch (thrown) {
    await reading.close();
    if (!(thrown instanceof UserError)) throw thrown;
    const status = thrown.code === 'FORBIDDEN' ? 403 : 400;
    return reply.code(status).send({ error: { code: thrown.code, message: thrown.message } });
  }
};

const admitted = async (
  { pool, clock }: AuditExport,
  format: ExportFormat,
  { principal, query }: { principal?: Principal | undefined; query: Record<string, unknown> },
): Promise<AuditFilter> => {
  const { name, role } = requireRole({ principal }, ['auditor', 'admin'], 'export the audit trail');
  const filter = readParameters(query);
  await recordReading(pool, clock, {
    reader: name,
    role,
    what: `export.${format}`,
    question: questionText(filter),
  });
  return filter;
};

/** Ends the reading with the last page, or with whoever stops listening. */
async function* closing(pages: AsyncGenerator<string>, reading: Reading): AsyncGenerator<string> {
  try {
    yield* pages;
  } finally {
    await reading.close();
  }
}
