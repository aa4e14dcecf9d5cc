import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Tokens } from '../../src/access/tokens.js';
import { csvCell } from '../../src/audit/lines.js';
import { committed, deployed } from '../metrics/story.js';
import { startApp, type TestApp } from '../support/app.js';
import { record } from '../support/read-models.js';
import { event, person } from './story.js';

const run = promisify(execFile);
const REDRAW = new URL('../../docs/audit/redraw.mjs', import.meta.url).pathname;

/** 1,200 executions: more than a page of the export, with titles that would break a spreadsheet or a line. */
const runs = Array.from({ length: 1_200 }, (_, i) =>
  event('execution.finished', {
    at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
    execution: `run/${i}`,
    action: i === 7 ? '=HYPERLINK("http://evil.example";"x")' : `line\nwith \u2028 break ${i}`,
    outcome: i % 10 === 0 ? 'failure' : 'success',
    actor: person('github:ann'),
  }),
);

const SAMPLE = `query ($filter: AuditFilter, $seed: String!) { sample(filter: $filter, size: 25, seed: $seed) {
  population { asOf count hash question byKind { kind count } doubts } drawn { rank entry { id } } } }`;

interface Sampled {
  readonly sample: {
    readonly population: { readonly asOf: string; readonly count: number; readonly hash: string };
    readonly drawn: readonly { readonly rank: string; readonly entry: { readonly id: string } }[];
  };
}

describe('a population', () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await startApp();
    folder = await mkdtemp(join(tmpdir(), 'throughline-audit-'));
    await tell(...runs);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const tell = async (...events: Parameters<typeof record>[1]) => {
    await record(app.pool, events);
    await app.runtime.projector.projectPending();
  };
  const fetchExport = (path: string, token = app.adminToken) =>
    fetch(`${app.url}/${path}`, { headers: { authorization: `Bearer ${token}` } });
  const sampled = async (filter: object, seed: string) => {
    const { data, errors } = await app.graphql<Sampled>(SAMPLE, { filter, seed });
    expect(errors).toBeUndefined();
    return data.sample;
  };

  it('is exported whole, has the hash of its file, and a script of thirty lines draws the same sample from it', async () => {
    const filter = { outcomes: ['success'] };
    const { population, drawn } = await sampled(filter, '2026-Q1');
    expect(population.count).toBe(1_080);
    const response = await fetchExport(`audit.ndjson?outcome=success&asOf=${population.asOf}`);
    const text = await response.text();
    expect(createHash('sha256').update(text).digest('hex')).toBe(population.hash);
    const file = join(folder, 'population.ndjson');
    await writeFile(file, text);
    const { stdout } = await run(process.execPath, [REDRAW, file, '25', '2026-Q1']);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe(`population 1080 ${population.hash}`);
    expect(lines).toEqual(drawn.map(({ rank, entry }) => `${rank}\t\t${entry.id}`));
    const { drawn: others } = await sampled(filter, 'another seed');
    expect(others.map(({ entry }) => entry.id)).not.toEqual(drawn.map(({ entry }) => entry.id));
  });

  it('is drawn from by strata, and the script draws each of them again from the file that names them', async () => {
    const ticket = { source: 'test', type: 'item.created', at: '2026-01-01T00:00:00.000Z' } as const;
    await tell(
      { ...ticket, id: 'e1', item: 'OPS-1', title: 'Fire', kind: 'Emergency' },
      { ...ticket, id: 'e2', item: 'OPS-2', title: 'Core', risk: 'high' },
      ...[1, 2, 3, 4, 5, 6].map((n) =>
        event('execution.finished', {
          // A Tuesday; the last two run at night.
          at: `2026-02-03T${n > 4 ? '23' : '10'}:0${n}:00.000Z`,
          execution: `strata-${n}`,
          action: 'stratified',
          outcome: 'success',
          links: n === 1 ? ['item:OPS-1'] : n === 2 ? ['item:OPS-2'] : [],
        }),
      ),
    );
    const filter = { text: 'stratified', hours: '08:00-18:00 Europe/Berlin' };
    const { data, errors } = await app.graphql<{
      sample: {
        population: { asOf: string };
        drawn: { rank: string; entry: { id: string } }[];
        strata: { stratum: string; count: number; drawn: number; seed: string }[];
      };
    }>(
      `query ($filter: AuditFilter) { sample(filter: $filter, seed: "s", strata: [
         { stratum: EMERGENCY, size: 5 }, { stratum: OUT_OF_HOURS, size: 1 }, { stratum: OTHERS, size: 5 }]) {
         population { asOf } drawn { rank entry { id } } strata { stratum count drawn seed } } }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    const { population, drawn, strata } = data.sample;
    expect(strata).toEqual([
      { stratum: 'EMERGENCY', count: 1, drawn: 1, seed: 's emergency' },
      { stratum: 'HIGH_RISK', count: 1, drawn: 0, seed: 's high-risk' },
      { stratum: 'OUT_OF_HOURS', count: 2, drawn: 1, seed: 's out-of-hours' },
      { stratum: 'OTHERS', count: 2, drawn: 2, seed: 's others' },
    ]);
    const hours = encodeURIComponent(filter.hours);
    const response = await fetchExport(`audit.ndjson?text=stratified&hours=${hours}&asOf=${population.asOf}`);
    const file = join(folder, 'strata.ndjson');
    await writeFile(file, await response.text());
    const again = async (size: number, stratum: string): Promise<string[]> => {
      const { stdout } = await run(process.execPath, [REDRAW, file, String(size), 's', stratum]);
      return stdout.trimEnd().split('\n').slice(1);
    };
    const redrawn = [
      ...(await again(5, 'emergency')),
      ...(await again(1, 'out-of-hours')),
      ...(await again(5, 'others')),
    ];
    expect(redrawn).toEqual(drawn.map(({ rank, entry }) => `${rank}\t\t${entry.id}`));

    const wrong = await app.graphql(
      `{ sample(seed: "s", filter: { hours: "9 to 5" }, strata: [{ stratum: OTHERS, size: 1 }]) { seed } }`,
    );
    expect(wrong.errors?.[0]?.message).toContain('write them as 08:00-18:00 Europe/Berlin');
    const neither = await app.graphql('{ sample(seed: "s") { seed } }');
    expect(neither.errors?.[0]?.message).toBe('A sample needs either a size or the sizes of its strata.');
  });

  it('is the same again as of its recording time, byte for byte, whatever came later', async () => {
    const filter = { text: 'break 11' };
    const before = await sampled(filter, 'x');
    const path = `audit.csv?text=${encodeURIComponent('break 11')}&asOf=${before.population.asOf}`;
    const csv = await (await fetchExport(path)).text();
    await tell(
      event('execution.finished', {
        at: '2026-01-01T05:00:30.000Z',
        execution: 'late',
        action: 'break 11',
        outcome: 'success',
      }),
      committed(1, '2026-01-01T05:00:00.000Z'),
      deployed('d', '2026-01-02T05:00:00.000Z', 1),
    );
    expect((await sampled(filter, 'x')).population.count).toBe(before.population.count + 1);
    expect(await sampled({ ...filter, asOf: before.population.asOf }, 'x')).toEqual(before);
    expect(await (await fetchExport(path)).text()).toBe(csv);
  });

  it('is exported as CSV that no spreadsheet runs', async () => {
    const response = await fetchExport('audit.csv?actor=github:ann&to=2026-01-01T00:08:00Z');
    expect(response.headers.get('content-type')).toContain('text/csv');
    const text = await response.text();
    expect(text.split('\r\n').filter((line) => line !== '')).toHaveLength(9);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"";""x"")"`);
    for (const evil of ['=1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])
      expect(csvCell(evil).startsWith(`"'`)).toBe(true);
    expect(csvCell(['a"b', 'c'])).toBe('"a""b; c"');
  });

  it('is for auditors and administrators, and says what is wrong with a filter', async () => {
    const tokens = new Tokens(app.runtime.pool, app.runtime.clock);
    const reader = await tokens.createToken({ kind: 'api', name: 'rea', role: 'reader' });
    const auditor = await tokens.createToken({ kind: 'api', name: 'aud', role: 'auditor' });
    expect((await fetch(`${app.url}/audit.csv`)).status).toBe(401);
    expect((await fetchExport('audit.csv', reader)).status).toBe(403);
    expect((await fetchExport('audit.csv', auditor)).status).toBe(200);
    for (const bad of ['from=yesterday', 'kind=NOPE', 'colour=red', 'person=nobody']) {
      const response = await fetchExport(`audit.csv?${bad}`, auditor);
      expect(response.status).toBe(400);
      expect(((await response.json()) as { error: { message: string } }).error.message).not.toBe('');
    }
    const { rows } = await app.pool.query(
      `select role, what from throughline.audit_reading where reader = 'aud' order by at limit 1`,
    );
    expect(rows).toEqual([{ role: 'auditor', what: 'export.csv' }]);

    const pack = `audit/pack?id=${encodeURIComponent('execution:run/7')}`;
    expect((await fetchExport(pack, reader)).status).toBe(403);
    expect((await fetchExport('audit/pack?id=nothing', auditor)).status).toBe(404);
    expect((await fetchExport('audit/pack', auditor)).status).toBe(400);
    const { rows: taken } = await app.pool.query(
      `select question from throughline.audit_reading where reader = 'aud' and what = 'pack'`,
    );
    expect(taken).toEqual([{ question: '{"id":"nothing"}' }]);
  });

  it('refuses a sample of nothing and a seed of nothing', async () => {
    const { errors } = await app.graphql(SAMPLE, { filter: {}, seed: ' ' });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_SAMPLE');
  });
});
