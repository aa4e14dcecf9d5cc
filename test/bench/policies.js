// Every policy over changes that have their reviews, tickets, verifications, artifacts and deployments, and one change with its verdicts.
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { PolicyEvaluator } from '../../dist/src/policies/evaluator.js';
import { askOften, openApi } from './asking.js';
import { CHANGES_PER_SERVICE, fillChanges } from './governed-changes.js';
import { environment, scratch } from './processes.js';

const CHANGES = Number(process.env.THROUGHLINE_BENCH_CHANGES ?? 100_000);
const ASKED = 200;

export const benchPolicies = async () => {
  const { folder, remove } = await scratch();
  const runtime = await openRuntime(readConfig(environment(folder)));
  const events = await fillChanges(runtime, CHANGES);
  const policies = new PolicyEvaluator(runtime.pool, runtime.clock);
  const start = performance.now();
  const { verdicts } = await policies.evaluateAll();
  const seconds = (performance.now() - start) / 1_000;
  const again = performance.now();
  const second = await policies.evaluateAll();
  if (second.verdicts !== 0) throw new Error(`the same events gave ${second.verdicts} other verdicts`);
  const secondsAgain = (performance.now() - again) / 1_000;
  await runtime.pool.query('vacuum analyze throughline.finding');
  const { rows } = await runtime.pool.query(
    'select verdict, count(*)::int as n from throughline.finding group by verdict order by verdict',
  );
  const asked = await ask(runtime, folder);
  await runtime.close();
  await remove();
  const counts = rows.map(({ verdict, n }) => `${n} ${verdict}`).join(', ');
  return { changes: CHANGES, events, seconds, secondsAgain, verdicts, counts, ...asked };
};

const ask = async (runtime, folder) => {
  const api = await openApi(runtime, folder);
  const services = Math.ceil(CHANGES / CHANGES_PER_SERVICE);
  const often = { times: ASKED, warmUp: 20 };
  const questionOf = (i) => ({
    query:
      'query ($id: ID!) { change(id: $id) { id title findings { policy version verdict sentence evidence } } }',
    variables: { id: `github.com/acme/service-${String(i % services).padStart(3, '0')}#${(i * 7) % 900}` },
  });
  const check = ({ change }) => {
    if (!(change?.findings.length > 0)) throw new Error('a change without verdicts');
  };
  const one = await askOften(api, questionOf, { ...often, check });
  const list = await askOften(
    api,
    () => ({
      query:
        '{ findings(verdicts: [FAIL]) { nodes { policy verdict subject sentence } pageInfo { endCursor } } }',
    }),
    often,
  );
  await api.close();
  return { one, list };
};
