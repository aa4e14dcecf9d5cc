// Every query of the Flow page over 90 days, for one service and for all, in a store of 1 million commits.
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { generate } from '../../dist/src/cli/generate.js';
import { readConfig } from '../../dist/src/config.js';
import { askOften, openApi } from './asking.js';
import { environment, scratch } from './processes.js';

const COMMITS = Number(process.env.THROUGHLINE_BENCH_COMMITS ?? 1_000_000);
const ASKED = 30;

const duration =
  'p50 p75 p85 p90 p95 mean n population excluded { reason count } variation limits { centre lower upper signals } histogram { fromSeconds toSeconds n } buckets { from n p50 p85 p90 }';
const rate =
  'rate numerator n population byRule { rule count } excluded { reason count } limits { centre lower upper } buckets { from rate numerator n }';

export const flowQueries = {
  leadTime: `leadTime(filter: $filter, bucket: WEEK) { ${duration} }`,
  'leadTime FIRST_COMMIT_TO_DEPLOY': `leadTime(filter: $filter, bucket: WEEK, definition: FIRST_COMMIT_TO_DEPLOY) { ${duration} }`,
  scrapRate: `scrapRate(filter: $filter, bucket: WEEK) { ${rate} }`,
  deploymentFrequency: `deploymentFrequency(filter: $filter, bucket: WEEK) { perDay n days buckets { from n perDay } }`,
  changeFailureRate: `changeFailureRate(filter: $filter, bucket: WEEK) { ${rate} }`,
  recoveryTime: `recoveryTime(filter: $filter, bucket: WEEK) { ${duration} }`,
  deploymentReworkRate: `deploymentReworkRate(filter: $filter, bucket: WEEK) { ${rate} }`,
  evidence:
    'leadTime(filter: $filter) { n evidence(first: 20) { nodes { id title seconds } pageInfo { endCursor } } }',
};

export const benchQueries = async () => {
  const kept = process.env.THROUGHLINE_BENCH_STORE;
  const { folder, remove } = kept ? { folder: kept, remove: async () => {} } : await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const until = new Date('2026-11-01T00:00:00Z');
  const size = { services: 500, commits: COMMITS, deployments: COMMITS / 10, days: 730, seed: 1, until };
  const start = performance.now();
  const events = await fill(runtime, size);
  const seconds = (performance.now() - start) / 1_000;
  await runtime.pool.query('vacuum analyze');
  const api = await openApi(runtime, folder);
  const answers = [];
  const warm = { services: ['service-100'], from: '2026-08-03T00:00:00Z', to: '2026-11-01T00:00:00Z' };
  await timings(api, flowQueries.leadTime, warm);
  const scopes = { 'largest service': ['service-001'], 'median service': ['service-250'], all: undefined };
  for (const [name, query] of Object.entries(flowQueries)) {
    for (const [scope, services] of Object.entries(scopes)) {
      const filter = {
        services,
        from: '2026-08-03T00:00:00Z',
        to: '2026-11-01T00:00:00Z',
        zone: 'Europe/Berlin',
      };
      answers.push({ name, scope, ...(await timings(api, query, filter)) });
    }
  }
  await api.close();
  await runtime.close();
  await remove();
  return { events, seconds, rate: events / seconds, answers };
};

/** A store that `THROUGHLINE_BENCH_STORE` names is filled once and used again. */
const fill = async (runtime, size) => {
  const { rows } = await runtime.pool.query('select count(*)::int as events from throughline.event');
  return rows[0].events > 0 ? rows[0].events : generate(runtime, size);
};

const timings = async (api, query, filter) => {
  const question = { query: `query ($filter: FlowFilter!) { ${query} }`, variables: { filter } };
  const { p50, p95 } = await askOften(api, () => question, { times: ASKED });
  return { p50, p95 };
};
