import { createHash } from 'node:crypto';
import { applySettings } from '../../src/policies/settings-store.js';
import type { Figure, ReportData, SectionData } from '../../src/reports/model.js';
import { startApp, type TestApp } from '../support/app.js';
import { ALL_REPORTS, CHANGES, governed, POLICIES } from './governed.js';
import { freezeReport, tell } from './told.js';

/** The answer of the API to what a figure says: its value, and how many units it is made of. */
type Ask = (figure: Figure, section: SectionData, data: ReportData) => Promise<[number | null, number]>;

describe('every figure of every report', () => {
  let app: TestApp;
  const reports = new Map<string, ReportData>();
  beforeAll(async () => {
    app = await startApp();
    await tell(app, governed());
    await applySettings(app.pool, app.runtime.clock, { text: POLICIES, name: 'policies.yaml', by: 'test' });
    for (const name of ALL_REPORTS) reports.set(name, await freezeReport(app, name));
  }, 120_000);
  afterAll(() => app.close());

  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const { data, errors } = await app.graphql<T>(query, { ...variables });
    expect(errors).toBeUndefined();
    return data;
  };

  const flowFilter = ({ period, zone, asOf }: ReportData) => ({
    ...{ from: period.from, to: period.to, zone, asOf, environment: 'production' },
  });

  const countFindings = async (
    data: ReportData,
    policies: readonly string[],
    verdicts?: readonly string[],
  ): Promise<number> => {
    const { asOf: _asOf, ...filter } = flowFilter(data);
    const { findings } = await ask<{ findings: { totalCount: number } }>(
      `query ($filter: FlowFilter!, $policies: [String!], $verdicts: [Verdict!]) {
        findings(filter: $filter, policies: $policies, verdicts: $verdicts) { totalCount } }`,
      { filter, policies, verdicts },
    );
    return findings.totalCount;
  };

  const flow: Ask = async ({ id }, _section, data) => {
    const [query, field] = id.split('.');
    const answer = await ask<Record<string, Record<string, number | null>>>(
      `query ($filter: FlowFilter!) { ${query}(filter: $filter) { ${field} n } }`,
      { filter: flowFilter(data) },
    );
    return [answer[query!]![field!]!, answer[query!]!['n']!];
  };

  const controls: Ask = async ({ id }, section, data) => {
    const policies = section.controls.map(({ control }) => control);
    const verdict = id.split('.')[1]!;
    const n = await countFindings(data, policies);
    const count = await countFindings(data, policies, [verdict]);
    return [verdict === 'PASS' ? count / n : count, n];
  };

  const servers: Ask = async (_figure, _section, data) => {
    const n = await countFindings(data, ['server-audited']);
    return [(await countFindings(data, ['server-audited'], ['PASS'])) / n, n];
  };

  interface Matrix {
    readonly handoffMatrix: {
      readonly handoffs: number;
      readonly items: number;
      readonly waits: Record<string, number | null>;
      readonly cells: readonly { count: number; bounceRate: number; waitTotal: number }[];
    };
  }

  const handoffs: Ask = async ({ id }, _section, data) => {
    const { handoffMatrix } = await ask<Matrix>(
      `query ($filter: FlowFilter!) { handoffMatrix(filter: $filter, level: TEAM) {
        handoffs items waits { waitP50 waitP85 waitTotal } cells { count bounceRate waitTotal } } }`,
      { filter: flowFilter(data) },
    );
    const field = id.split('.')[1]!;
    const { handoffs: n, items, cells, waits } = handoffMatrix;
    const bounced = cells.reduce((sum, { count, bounceRate }) => sum + count * bounceRate, 0);
    const value = { handoffs: n, items, bounceRate: bounced / n, ...waits }[field];
    return [value!, n];
  };

  interface Trail {
    readonly auditTrail: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly hosts: readonly string[];
        readonly outcome: string;
        readonly initiator: { id: string } | null;
        readonly actor: { id: string } | null;
      }[];
    };
  }

  const executions = async ({ period, asOf }: ReportData, kinds = ['EXECUTION']) =>
    (
      await ask<Trail>(
        `query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 500) {
          totalCount nodes { hosts outcome initiator { id } actor { id } } } }`,
        { filter: { from: period.from, to: period.to, asOf, kinds } },
      )
    ).auditTrail;

  const automation: Ask = async (figure, section, data) => {
    const { totalCount, nodes } = await executions(data);
    if (figure.id === 'automation.minutes') {
      // Nothing is declared in the definition that comes with us, so nothing is saved: not 0, but no answer.
      expect(figure.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(totalCount);
      return [null, 0];
    }
    if (figure.id === 'automation.hostsPerOperator') {
      const hosts = new Set(nodes.flatMap((node) => node.hosts));
      const operators = new Set(nodes.map(({ initiator, actor }) => (initiator ?? actor)!.id));
      return [hosts.size / operators.size, totalCount];
    }
    const [perDay, n] = await flow({ ...figure, id: 'deploymentFrequency.perDay' }, section, data);
    const { changes } = await ask<{ changes: { nodes: { author: { id: string } }[] } }>(
      'query ($filter: FlowFilter!) { changes(filter: $filter, first: 500) { nodes { author { id } } } }',
      { filter: flowFilter(data) },
    );
    return [perDay! / new Set(changes.nodes.map(({ author }) => author.id)).size, n];
  };

  const ASKS: readonly (readonly [RegExp, Ask])[] = [
    [/^findings\.(PASS|FAIL|EXCEPTION|UNKNOWN)$/, controls],
    [/^findings\.server-audited$/, servers],
    [/^handoffMatrix\./, handoffs],
    [/^automation\./, automation],
    [/^(leadTime|scrapRate|deploymentFrequency|changeFailureRate|recoveryTime|deploymentReworkRate)\./, flow],
  ];

  it.each(ALL_REPORTS)(
    'of %s is the answer of the API for the same period',
    async (name) => {
      const data = reports.get(name)!;
      const figures = data.sections.flatMap((section) =>
        section.figures.map((figure) => ({ figure, section })),
      );
      for (const { figure, section } of figures) {
        const [, asked] = ASKS.find(([pattern]) => pattern.test(figure.id)) ?? [];
        if (!asked) throw new Error(`Nobody checks ${figure.id} against the API.`);
        const [value, n] = await asked(figure, section, data);
        expect([figure.id, n]).toEqual([figure.id, figure.n]);
        if (value === null || figure.value === null)
          expect([figure.id, figure.value]).toEqual([figure.id, value]);
        else expect(Math.abs(value - figure.value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }
      for (const control of data.sections.flatMap((section) => section.controls)) {
        const counts = { PASS: control.pass, FAIL: control.fail, EXCEPTION: control.exception };
        for (const [verdict, told] of Object.entries({ ...counts, UNKNOWN: control.unknown })) {
          const count = await countFindings(data, [control.control], [verdict]);
          expect([control.control, verdict, told ?? 0]).toEqual([control.control, verdict, count]);
        }
        const population = await countFindings(data, [control.control]);
        expect([control.control, control.population]).toEqual([control.control, population]);
        if (population === 0) expect(control.pass).toBeNull();
      }
    },
    60_000,
  );

  const tableOf = (name: string, id: string) =>
    reports
      .get(name)!
      .sections.flatMap(({ tables }) => tables)
      .find((table) => table.id === id)!;

  it('has the rows behind it: failures, exceptions and what is unknown add up to the table of controls', async () => {
    for (const name of [
      'change-management-soc2',
      'change-management-sox-itgc',
      'new-server-security-audit',
    ]) {
      const { sections } = reports.get(name)!;
      const results = sections.flatMap(({ controls: all }) => all);
      const sum = (value: (one: (typeof results)[number]) => number | null) =>
        results.reduce((all, one) => all + (value(one) ?? 0), 0);
      expect([name, tableOf(name, 'failures').rows.length]).toEqual([name, sum(({ fail }) => fail)]);
      expect([name, tableOf(name, 'exceptions').rows.length]).toEqual([
        name,
        sum(({ exception }) => exception),
      ]);
      expect([name, tableOf(name, 'unknown').rows.length]).toEqual([name, sum(({ unknown }) => unknown)]);
    }
    expect(tableOf('change-management-soc2', 'failures').rows.length).toBeGreaterThan(5);
    const [exception] = tableOf('change-management-soc2', 'exceptions').rows;
    expect(exception).toEqual(
      expect.arrayContaining([
        'Dee Risk',
        '2026-07-01T00:00:00.000Z',
        'The test bench burned down <b>again</b>',
      ]),
    );
  });

  it('is of populations that the API freezes with the same count and hash, and their samples can be drawn again', async () => {
    const name = 'change-management-soc2';
    const { period, asOf } = reports.get(name)!;
    const rows = tableOf(name, 'populations-frozen').rows;
    const filters = [
      { kinds: ['CHANGE', 'COMMIT'] },
      { kinds: ['DEPLOYMENT'], environments: ['production'] },
    ].map((filter) => ({ ...filter, from: period.from, to: period.to, asOf }));
    for (const [i, filter] of filters.entries()) {
      const { population } = await ask<{ population: { count: number; hash: string; question: string } }>(
        'query ($filter: AuditFilter) { population(filter: $filter) { count hash question } }',
        { filter },
      );
      expect(rows[i]!.slice(1)).toEqual([population.count, population.hash, population.question]);
      const strata = tableOf(name, 'strata').rows.filter(([of]) => of === rows[i]![0]);
      expect(strata.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(population.count);
    }
    const strata = new Map(tableOf(name, 'strata').rows.map((row) => [`${row[0]} ${row[1]}`, row]));
    expect(strata.get('Changes emergency')![2]).toBe(3);
    expect(strata.get('Changes high-risk')![2]).toBe(4);
    expect(strata.get('Deployments out-of-hours')![2]).toBeGreaterThan(0);
    const sample = tableOf(name, 'sample').rows;
    for (const [of, stratum, , place, id, , , , rank] of sample) {
      const seed = strata.get(`${of} ${stratum}`)![4];
      const expected = createHash('sha256').update(`${seed}\n${place}\n${id}\n`).digest('hex').slice(0, 16);
      expect([id, rank]).toEqual([id, expected]);
    }
    for (const [of, stratum, lines, drawn] of tableOf(name, 'strata').rows) {
      expect(sample.filter((row) => row[0] === of && row[1] === stratum)).toHaveLength(Number(drawn));
      expect(Number(drawn)).toBe(Math.min(Number(lines), stratum === 'others' ? 25 : 10));
    }
  });

  it('agrees with the lists of the API, row by row', async () => {
    const data = reports.get('change-management-soc2')!;
    const { changes } = await ask<{ changes: { totalCount: number } }>(
      'query ($filter: FlowFilter!) { changes(filter: $filter) { totalCount } }',
      { filter: flowFilter(data) },
    );
    expect(tableOf('change-management-soc2', 'changes').rows).toHaveLength(changes.totalCount);
    const access = reports.get('access-and-emergency-changes')!;
    const { totalCount } = await executions(access, ['ACCESS']);
    expect(tableOf('access-and-emergency-changes', 'access-sessions').rows).toHaveLength(totalCount);
    for (const [id, policy, listed] of [
      ['emergencies', 'emergency-approved', undefined],
      ['overrides', 'protection-overridden', ['FAIL', 'EXCEPTION', 'UNKNOWN']],
      ['ad-hoc', 'no-ad-hoc-change', undefined],
    ] as const) {
      const count = await countFindings(access, [policy], listed);
      expect([id, tableOf('access-and-emergency-changes', id).rows.length]).toEqual([id, count]);
    }
    const review = reports.get('handoff-review')!;
    const { bottlenecks } = await ask<{
      bottlenecks: { cells: { from: string; to: string; waitTotal: number; arrivals: number }[] };
    }>(
      `query ($filter: FlowFilter!) { bottlenecks(filter: $filter, level: TEAM, first: 10) {
        cells { from to waitTotal arrivals } } }`,
      { filter: flowFilter(review) },
    );
    expect(tableOf('handoff-review', 'bottlenecks').rows.map((row) => row.slice(0, 4))).toEqual(
      bottlenecks.cells.map(({ from, to, waitTotal, arrivals }) => [from, to, waitTotal, arrivals]),
    );
  });

  it('has the six slots of PCI DSS as the API tells them, change by change', async () => {
    const rows = tableOf('change-management-pci-dss', 'pci-changes').rows;
    expect(rows).toHaveLength(CHANGES);
    const filled = [0, 0, 0, 0, 0, 0];
    for (const [, service, id, , ...told] of rows) {
      const { change } = await ask<{
        change: { pciEvidence: { service: string; slots: { evidenced: boolean }[] }[] };
      }>('query ($id: ID!) { change(id: $id) { pciEvidence { service slots { evidenced } } } }', { id });
      const { slots } = change.pciEvidence.find((one) => one.service === service)!;
      expect([id, told]).toEqual([id, slots.map(({ evidenced }) => (evidenced ? 'yes' : 'missing'))]);
      for (const [i, { evidenced }] of slots.entries()) filled[i]! += evidenced ? 1 : 0;
    }
    const slots = tableOf('change-management-pci-dss', 'pci-slots').rows;
    expect(slots.map((row) => row[2])).toEqual(filled);
    expect(slots.map((row) => row[3])).toEqual(filled.map((n) => CHANGES - n));
    expect(filled[1]).toBe(4);
  });
});
