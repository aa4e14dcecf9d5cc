import type { FastifyInstance } from 'fastify';
import { FORMATS, type Format } from '../reports/definition.js';
import { outputOf } from '../reports/outputs/registry.js';
import type { ReportService } from '../reports/service.js';
import { UserError } from '../support/errors.js';

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text);

/** `GET /reports/<id>.<format>`, behind the guard before everything that shows data. */
export const registerReportFiles = (fastify: FastifyInstance, service: ReportService): void => {
  fastify.get<{ Params: { file: string } }>('/reports/:file', async (request, reply) => {
    const [id = '', format = '', more] = request.params.file.split('.');
    if (!isFormat(format) || more !== undefined) {
      return reply.code(404).send({ error: `There is no such output: there are ${FORMATS.join(', ')}.` });
    }
    try {
      const found = await service.download(id, format);
      if (!found) return reply.code(404).send({ error: 'This report does not exist, or is not made yet.' });
      const isShown = format === 'html' || format === 'pdf';
      return (
        reply
          .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename="${found.file}"`)
          .header(
            'content-security-policy',
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
          )
          // The dashboard shows it in a frame; nobody else does.
          .header('x-frame-options', 'SAMEORIGIN')
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, max-age=0')
          .type(outputOf(format).mediaType)
          .send(found.bytes)
      );
    } catch (thrown) {
      if (thrown instanceof UserError) return reply.code(500).send({ error: thrown.message });
      throw thrown;
    }
  });
};
