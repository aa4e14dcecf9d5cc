import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';
import { readBoard } from '../../workshop/board.js';
import { fold, type LoggedEdit } from '../../workshop/edit.js';
import { EditLog, type WorkshopRow } from '../../workshop/edit-log.js';
import { boardJson } from '../../workshop/export/board-json.js';
import { boardPdf, boardPng } from '../../workshop/export/board-picture.js';
import { boardSvg } from '../../workshop/export/board-svg.js';

interface Export {
  readonly type: string;
  write(row: WorkshopRow, edits: readonly LoggedEdit[]): string | Promise<Buffer>;
}

const drawn = (edits: readonly LoggedEdit[]) => boardSvg(readBoard(fold(edits)));

const EXPORTS: ReadonlyMap<string, Export> = new Map<string, Export>([
  ['json', { type: 'application/json; charset=utf-8', write: boardJson }],
  ['svg', { type: 'image/svg+xml', write: (_, edits) => drawn(edits).svg }],
  ['png', { type: 'image/png', write: (_, edits) => boardPng(drawn(edits)) }],
  [
    'pdf',
    {
      type: 'application/pdf',
      write: (row, edits) => boardPdf(drawn(edits), row.title, edits.at(-1)?.at ?? row.createdAt),
    },
  ],
]);

/** `GET /workshops/<id>.<json|svg|png|pdf>`, behind the guard before everything that shows data. */
export const registerBoardExports = (fastify: FastifyInstance, pool: Pool, clock: Clock): void => {
  const log = new EditLog(pool, clock);
  fastify.get<{ Params: { file: string } }>('/workshops/:file', async (request, reply) => {
    const [id = '', format = '', more] = request.params.file.split('.');
    const found = more === undefined ? EXPORTS.get(format) : undefined;
    if (!found) {
      const formats = [...EXPORTS.keys()].join(', ');
      return reply.code(404).send({ error: `There is no such export: there are ${formats}.` });
    }
    const row = await log.find(id);
    if (!row) return reply.code(404).send({ error: 'There is no such workshop.' });
    const body = await found.write(row, await log.after(id, 0));
    return reply
      .header('content-disposition', `attachment; filename="workshop-${id}.${format}"`)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=0')
      .type(found.type)
      .send(body);
  });
};
