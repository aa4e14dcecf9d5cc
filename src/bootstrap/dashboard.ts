import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../support/package-root.js';

const DASHBOARD = join(packageRoot(), 'dist', 'dashboard');

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** What `/reports/` goes on with is a file of a report; `/reports` is the page that lists them. */
const NOT_PAGES =
  /^\/((graphql|graphiql|hooks|events|health|metrics|workshops|session|sign-in|assets)(\/|$)|reports\/.)/;

/** The dashboard at `/`; every path that is a page of it gets the page, so that a permalink can be opened. */
export const registerDashboard = async (fastify: FastifyInstance): Promise<void> => {
  fastify.addHook('onSend', async (request, reply) => {
    // GraphiQL brings its scripts from elsewhere and is only for the signed-in; it sets its own rules.
    if (request.url.startsWith('/graphiql')) return;
    // A report is stricter than the dashboard, and has its style in itself.
    for (const [name, value] of Object.entries(HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  if (!existsSync(DASHBOARD)) return;
  await fastify.register(fastifyStatic, { root: DASHBOARD, wildcard: false, index: 'index.html' });
  fastify.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    if (!NOT_PAGES.test(path)) return reply.sendFile('index.html');
    return reply.code(404).send({ error: `There is nothing at ${path}.` });
  });
};
