import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Principal } from '../../access/tokens.js';
import { packFiles, takePack } from '../../audit/pack-files.js';
import { readParameters } from '../../audit/parameters.js';
import { recordReading } from '../../audit/readings.js';
import { writeBundle } from '../../ledger/bundle.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ReadModels } from '../../projections/read-models.js';
import { zipOf } from '../../reports/outputs/zip.js';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import { requireRole } from '../access.js';

export interface PackParts {
  readonly pool: Pool;
  readonly readModels: ReadModels;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

type PackRequest = FastifyRequest<{ Querystring: { id?: unknown; asOf?: unknown } }>;

/** What else may be wrong is wrong with the store, such as a ledger that was tampered with. */
const STATUS: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, BAD_FILTER: 400 };

/** `GET /audit/pack?id=LINE[&asOf=TIME]`: all that is known of one line with its proofs, as a zip; for auditors and administrators. */
export const registerAuditPack = (fastify: FastifyInstance, parts: PackParts): void => {
  fastify.get('/audit/pack', async (request: PackRequest, reply) => {
    try {
      return await sendPack(parts, request, reply);
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      const { code, message } = thrown;
      return reply.code(STATUS[code] ?? 500).send({ error: { code, message } });
    }
  });
};

const sendPack = async (
  { pool, readModels, ledger, clock }: PackParts,
  request: PackRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { principal } = request as { principal?: Principal };
  const { name, role } = requireRole({ principal }, ['auditor', 'admin'], 'take an evidence pack');
  const { id, asOf: asked } = request.query;
  if (typeof id !== 'string' || id === '')
    throw new UserError('Say which line: /audit/pack?id= with an id as auditTrail shows it.', 'BAD_FILTER');
  const { asOf } = readParameters({ asOf: asked });
  await recordReading(pool, clock, {
    reader: name,
    role,
    what: 'pack',
    question: JSON.stringify({ id, asOf }),
  });
  const pack = await takePack({ pool, readModels }, id, asOf);
  await ledger.appendPending();
  const files = await packFiles(pack, async (event) => writeBundle(await ledger.prove(event, {})));
  return reply
    .header('content-type', 'application/zip')
    .header('content-disposition', `attachment; filename="${fileNameOf(id)}.zip"`)
    .header('x-throughline-as-of', pack.until.toISOString())
    .send(await zipOf(files, pack.until));
};

/** A name that every file system takes. */
const fileNameOf = (id: string): string => `evidence-${id.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 120)}`;
