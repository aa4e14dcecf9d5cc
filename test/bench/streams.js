// A what-if over 100,000 items: the function alone, and asked over HTTP; and the map of the same stream.
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { whatIf } from '../../dist/src/metrics/streams/what-if.js';
import { askOften, openApi } from './asking.js';
import { environment, percentile, scratch } from './processes.js';

const ITEMS = Number(process.env.THROUGHLINE_BENCH_STREAM_ITEMS ?? 100_000);
const ASKED = 10;
const HOUR = 3_600_000;
const STATES = ['To do', 'Doing', 'Review', 'Test', 'Doing', 'Review', 'Test', 'Done'];
const RANGE = { from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

/** Items that pass seven states each and are sent back once. */
const journeys = () =>
  Array.from({ length: ITEMS }, (_, i) => {
    let at = i * 60_000;
    const entered = at;
    const visits = STATES.map((state, k) => {
      const since = at;
      at += (2 + ((i + k) % 7)) * HOUR;
      return {
        step: STATES.indexOf(state),
        since,
        start: since + HOUR,
        stop: at,
        refused: false,
        again: STATES.indexOf(state) < k,
      };
    });
    return { item: `SHOP-${i}`, type: 'ticket', entered, visits, finished: at, left: undefined };
  });

const CHANGES = [
  { kind: 'SCALE_WAIT', step: 2, factor: 0.5 },
  { kind: 'RAISE_COMPLETE_AND_ACCURATE', step: 3, to: 0.9 },
];

const timed = (work) => {
  const taken = [];
  for (let i = 0; i < ASKED; i += 1) {
    const start = performance.now();
    work();
    taken.push(performance.now() - start);
  }
  return { p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) };
};

/** Written straight into the table: the same items as the events of their tickets would make them. */
const FILL = `insert into throughline_read.path (item, kind, title, type, teams, first_at, last_at, closed_at, moments)
  select 'SHOP-' || i, 'TICKET', null, null, '{}', timestamptz '2026-01-01' + i * interval '2 minutes',
    timestamptz '2026-01-01' + i * interval '2 minutes' + interval '8 hours',
    timestamptz '2026-01-01' + i * interval '2 minutes' + interval '8 hours',
    json_build_array(
      json_build_object('at', ms(i, 0), 'type', 'item.created'),
      json_build_object('at', ms(i, 0), 'type', 'item.moved', 'from', 'New', 'state', 'To do', 'active', false),
      json_build_object('at', ms(i, 1), 'type', 'item.moved', 'from', 'To do', 'state', 'Doing', 'active', true),
      json_build_object('at', ms(i, 2), 'type', 'item.moved', 'from', 'Doing', 'state', 'Review', 'active', false),
      json_build_object('at', ms(i, 3), 'type', 'item.moved', 'from', 'Review', 'state', 'Test', 'active', true),
      json_build_object('at', ms(i, 4), 'type', 'item.moved', 'from', 'Test', 'state', 'Doing', 'active', true),
      json_build_object('at', ms(i, 5), 'type', 'item.moved', 'from', 'Doing', 'state', 'Review', 'active', false),
      json_build_object('at', ms(i, 6), 'type', 'item.moved', 'from', 'Review', 'state', 'Test', 'active', true),
      json_build_object('at', ms(i, 7), 'type', 'item.moved', 'from', 'Test', 'state', 'Done', 'active', false),
      json_build_object('at', ms(i, 8), 'type', 'item.closed'))::text
  from generate_series(1, $1::int) i`;
const MS = `create function pg_temp.ms(i int, k int) returns bigint language sql immutable as
  $$ select (extract(epoch from timestamptz '2026-01-01') * 1000)::bigint + i * 120000::bigint + k * 3600000::bigint $$`;

const QUERIES = {
  valueStream:
    'valueStream(filter: $filter) { n flowTime { p50 p85 } steps { name wait { p50 p85 total } } }',
  'the 50 longest waits of a step':
    'valueStream(filter: $filter) { n step(name: "Review") { evidence(first: 50) { totalCount nodes { item title wait holder evidence } } } }',
  whatIf:
    'whatIf(filter: $filter, changes: [{ kind: SCALE_WAIT, step: "Review", factor: 0.5 }]) { n recorded { flowTime { p50 p85 } histogram { n } } predicted { flowTime { p50 p85 } histogram { n } } }',
};

export const benchStreams = async () => {
  const some = journeys();
  const alone = timed(() => whatIf(some, STATES.length, CHANGES));
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const client = await runtime.pool.connect();
  await client.query(MS);
  await client.query(FILL.replaceAll('ms(', 'pg_temp.ms('), [ITEMS]);
  await client.query(
    `insert into throughline.watermark (name, at) values ('projected', now()) on conflict (name) do update set at = excluded.at`,
  );
  client.release();
  await runtime.pool.query('vacuum analyze throughline_read.path');
  const answers = await overHttp(runtime, folder);
  await runtime.close();
  await remove();
  return { items: ITEMS, alone, answers };
};

const overHttp = async (runtime, folder) => {
  const api = await openApi(runtime, folder);
  const answers = [];
  for (const [name, query] of Object.entries(QUERIES)) answers.push({ name, ...(await asked(api, query)) });
  await api.close();
  return answers;
};

const asked = async (api, query) => {
  const question = { query: `query ($filter: FlowFilter!) { ${query} }`, variables: { filter: RANGE } };
  const check = (data) => {
    if (Object.values(data)[0].n !== ITEMS) throw new Error(JSON.stringify(data));
  };
  const { taken } = await askOften(api, () => question, { times: ASKED, check });
  return { first: taken[0], p50: percentile(taken.slice(1), 0.5), p95: percentile(taken.slice(1), 0.95) };
};
