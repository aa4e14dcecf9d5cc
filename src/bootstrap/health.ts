import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

const RETRY_AFTER_SECONDS = 5;

/** `GET /health/live`, `GET /health/ready` and `GET /metrics` (Prometheus). Counts only, so they need no sign-in. */
export const registerHealth = (fastify: FastifyInstance, pool: Pool): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  inboxGauge(registry, pool);
  fastify.get('/health/live', (_request, reply) => reply.send({ status: 'ok' }));
  fastify.get('/health/ready', async (_request, reply) => {
    try {
      await pool.query('select 1');
      return reply.send({ status: 'ok' });
    } catch {
      return reply
        .code(503)
        .header('retry-after', String(RETRY_AFTER_SECONDS))
        .send({ status: 'unavailable', reason: 'The database cannot be reached.' });
    }
  });
  fastify.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
};

const inboxGauge = (registry: Registry, pool: Pool): void => {
  const gauge = new Gauge({
    name: 'throughline_inbox_waiting',
    help: 'Deliveries that wait to be read (pending) or for a person (rejected, dead).',
    labelNames: ['state'],
    registers: [registry],
    collect: async () => {
      const { rows } = await pool
        .query<{ state: string; count: number }>(
          `select state, count(*)::int as count from throughline.inbox
           where state in ('pending', 'rejected', 'dead') group by state`,
        )
        .catch(() => ({ rows: [] }));
      for (const state of ['pending', 'rejected', 'dead']) {
        gauge.set({ state }, rows.find((row) => row.state === state)?.count ?? 0);
      }
    },
  });
};
