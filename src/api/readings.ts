import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { Reading, readThrough } from '../projections/reading.js';

/**
 * All figures of one GraphQL request stand on the same events. Asked before the handler and not earlier: while a body is
 * still read, what is started belongs to the connection and not to the request.
 *
 * @param pool of its own, so that those who hold a state never wait for those who read in it.
 */
export const registerReadings = (fastify: FastifyInstance, pool: Pool): void => {
  fastify.addHook('preHandler', (request, reply, done) => {
    if (request.routeOptions.url !== '/graphql') return done();
    // A socket asks for no figures, and would hold a reading for as long as it is open.
    if (request.headers.upgrade !== undefined) return done();
    const reading = new Reading(pool);
    reply.raw.once('close', () => void reading.close());
    return readThrough(reading, done);
  });
};
