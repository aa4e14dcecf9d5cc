// The yardstick: a Fastify handler that reads the body and does nothing.
import Fastify from 'fastify';

const fastify = Fastify({ logger: false, bodyLimit: 25 * 1024 * 1024 });
fastify.removeAllContentTypeParsers();
fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
fastify.post('/', (_request, reply) =>
  reply.code(202).header('content-type', 'application/json').send('{"ok":true}'),
);
await fastify.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.send('ready');
process.on('SIGTERM', () => fastify.close().then(() => process.exit(0)));
