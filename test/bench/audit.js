// The first page of the audit trail with each filter over 90 days, and what ran where, over HTTP, in a small and a large trail.
import { createHash } from 'node:crypto';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { askOften, openApi } from './asking.js';
import { fillHosts, fillPeople, fillTrail, UNTIL } from './audit-rows.js';
import { environment, scratch } from './processes.js';

const SMALL = 100_000;
const LARGE = Number(process.env.THROUGHLINE_BENCH_AUDIT_ROWS ?? 10_000_000);
const ASKED = 200;
const WARM_UP = 20;

const RANGE = { from: '2026-08-03T00:00:00Z', to: UNTIL };
const TRAIL = `query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 20) { nodes {
  id kind at title service environment hosts outcome evidence tickets artifact digest
  initiator { id resolved person { name } teams { team } } actor { id } approvals { decision } verifications { outcome } }
  pageInfo { endCursor hasNextPage } } }`;

/** A commit of a change that was delivered lately. */
const shaOf = (rows) =>
  createHash('md5')
    .update(`second ${Math.floor(rows / 400) * 20 + 3}`)
    .digest('hex');

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
  'a commit': { commits: [shaOf(rows)] },
  'the beginning of a commit': { commits: [shaOf(rows).slice(0, 10)] },
  kind: { kinds: ['ACCESS'] },
  'three kinds': { kinds: ['ACCESS', 'CHANGE', 'DEPLOYMENT'] },
  outcome: { outcomes: ['failure'] },
  'a verdict that is common': { verdicts: ['PASS'] },
  'a verdict that one in twenty has': { verdicts: ['FAIL'] },
  'a verdict that 200 changes have': { verdicts: ['EXCEPTION'] },
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

/** Both sizes stand side by side and are asked by turns: what slows the machine for a while slows both. */
export const benchAudit = async () => {
  const stores = [];
  for (const rows of [SMALL, LARGE]) stores.push(await openStore(rows));
  const measured = [];
  for (const name of Object.keys(auditFilters(SMALL))) {
    for (const { rows, api } of stores) {
      const variables = { filter: { ...auditFilters(rows)[name], ...RANGE } };
      measured.push({ rows, name, ...(await timings(api, { query: TRAIL, variables })) });
    }
  }
  const places = [];
  for (const [name, query] of Object.entries({ ...PLACES, ...DRIFT }))
    places.push({ name, ...(await timings(stores[1].api, { query })) });
  for (const { close } of stores) await close();
  return { small: SMALL, large: LARGE, measured, places };
};

const openStore = async (rows) => {
  const { folder, remove } = await scratch();
  await fill(readConfig(environment(folder)), rows);
  const runtime = await openRuntime(readConfig(environment(folder)));
  const api = await openApi(runtime, folder, 'auditor');
  const close = async () => {
    await api.close();
    await runtime.close();
    await remove();
  };
  return { rows, api, close };
};

/** Ends PostgreSQL behind it, which then has written everything: what is measured is the asking alone. */
const fill = async (config, rows) => {
  const runtime = await openRuntime(config);
  await runtime.pool.query(`insert into throughline.watermark (name, at) values ('projected', $1)`, [UNTIL]);
  await fillPeople(runtime.pool);
  await fillHosts(runtime.pool);
  await fillTrail(runtime.pool, rows);
  await runtime.close();
};

const timings = async (api, question) => {
  const { p50, p95 } = await askOften(api, () => question, { times: ASKED, warmUp: WARM_UP });
  return { p50, p95 };
};
