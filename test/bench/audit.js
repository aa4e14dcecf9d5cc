// The first page of the audit trail with each filter over 90 days, and what ran where, over HTTP, in a small and a large trail.
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { askOften, openApi } from './asking.js';
import { fillHosts, fillPeople, fillTrail, UNTIL } from './audit-rows.js';
import { environment, scratch } from './processes.js';

const SMALL = 100_000;
const LARGE = Number(process.env.THROUGHLINE_BENCH_AUDIT_ROWS ?? 10_000_000);
const ASKED = 40;
const WARM_UP = 5;

const RANGE = { from: '2026-08-03T00:00:00Z', to: UNTIL };
const TRAIL = `query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 20) { nodes {
  id kind at title service environment hosts outcome evidence tickets artifact digest
  initiator { id resolved person { name } teams { team } } actor { id } approvals { decision } verifications { outcome } }
  pageInfo { endCursor hasNextPage } } }`;

/** Everything that the filter knows, alone; then what a person asks together, and what is nowhere to be found. */
export const auditFilters = (rows) => ({
  'no filter': {},
  'the busiest person': { people: ['person-1'] },
  'a quiet person': { people: ['person-1900'] },
  'a bot that does everything': { actors: ['st2:bot'] },
  'who allowed it': { actors: ['github:approver7'] },
  'the busiest person as who began it': { people: ['person-1'], roles: ['INITIATOR'] },
  'lines that somebody allowed': { roles: ['AUTHORIZER'] },
  'a team of fifty': { teams: ['payments'] },
  'a line of fifty': { lines: ['2'] },
  'the largest service': { services: ['service-001'] },
  'a small service': { services: ['service-450'] },
  environment: { environments: ['staging'] },
  'service and environment': { services: ['service-001'], environments: ['staging'] },
  'a busy host': { hosts: ['host-1'] },
  'a digest': { artifacts: ['sha256:c4ca4238a0b923820dcc509a6f75849bc81e728d9d4c2f636f067f89cc14862c'] },
  'an artifact': { artifacts: [`pkg:oci/app@${Math.floor(rows / 200) * 10 + 11}`] },
  'a ticket': { tickets: [`SHOP-${Math.floor(rows / 200)}`] },
  kind: { kinds: ['ACCESS'] },
  'three kinds': { kinds: ['ACCESS', 'CHANGE', 'DEPLOYMENT'] },
  outcome: { outcomes: ['failure'] },
  'a verdict that is common': { verdicts: ['PASS'] },
  'a verdict that one in twenty has': { verdicts: ['FAIL'] },
  'a verdict that hardly any has': { verdicts: ['EXCEPTION'] },
  'verdicts on deployments of a small service': {
    verdicts: ['FAIL', 'UNKNOWN'],
    kinds: ['DEPLOYMENT'],
    services: ['service-450'],
  },
  'a verdict that a kind never has': { verdicts: ['FAIL'], kinds: ['RESOURCE'] },
  'text that is everywhere': { text: 'usual' },
  'text that is nearly nowhere': { text: 'needle' },
  'the busiest person and text that is nearly nowhere': { people: ['person-1'], text: 'needle' },
  'a team of fifty and text that is nearly nowhere': { teams: ['payments'], text: 'needle' },
  'the largest service and text that is nearly nowhere': { services: ['service-001'], text: 'needle' },
  'person, host, kind, outcome and text': {
    people: ['person-1'],
    hosts: ['host-1'],
    kinds: ['EXECUTION'],
    outcomes: ['failure'],
    text: 'usual',
  },
});

const PLACES = {
  'environmentAt, 100 hosts': `query { environmentAt(service: "service-001", environment: "production", at: "2026-06-01T00:00:00Z") {
    parts { host value announcement putBy } unannounced { host } } }`,
  'environmentAt, one host with 500 packages': `query { environmentAt(host: "host-7", at: "2026-06-01T00:00:00Z") {
    parts { part value announcement putBy } unannounced { part } } }`,
};
const DRIFT = {
  'environmentAt with the drift of 50,000 parts': `query { environmentAt(service: "service-001", environment: "production", at: "2026-06-01T00:00:00Z") {
    drift { part values { value } } } }`,
};

export const benchAudit = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const { pool } = runtime;
  await pool.query(`insert into throughline.watermark (name, at) values ('projected', $1)`, [UNTIL]);
  await fillPeople(pool);
  await fillHosts(pool);
  const api = await openApi(runtime, folder, 'auditor');
  const measured = [];
  for (const rows of [SMALL, LARGE]) {
    await fillTrail(pool, rows);
    for (const [name, filter] of Object.entries(auditFilters(rows))) {
      const variables = { filter: { ...filter, ...RANGE } };
      measured.push({ rows, name, ...(await timings(api, { query: TRAIL, variables })) });
    }
  }
  const places = [];
  for (const [name, query] of Object.entries({ ...PLACES, ...DRIFT }))
    places.push({ name, ...(await timings(api, { query })) });
  await api.close();
  await runtime.close();
  await remove();
  return { small: SMALL, large: LARGE, measured, places };
};

const timings = async (api, question) => {
  const { p50, p95 } = await askOften(api, () => question, { times: ASKED, warmUp: WARM_UP });
  return { p50, p95 };
};
