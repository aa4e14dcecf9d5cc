import { PolicyEvaluator } from '../../src/policies/evaluator.js';
import { startApi } from '../api/app.js';
import { committed, deployed, merged, REPO, sha } from '../metrics/story.js';
import { type AuditStory, event, person, startStory } from './story.js';

const ann = person('github:ann', 'Ann');
const bob = person('github:bob', 'Bob');

/** A change with a ticket that nobody reviewed, deployed to production; and a shell without a ticket on the host. */
const story = [
  committed(1, '2026-03-02T09:00:00.000Z', { actor: ann }),
  event('change.opened', {
    at: '2026-03-02T10:00:00.000Z',
    repo: REPO,
    change: '7',
    title: 'SHOP-1 A basket',
    actor: ann,
    items: ['SHOP-1'],
  }),
  merged(7, '2026-03-02T12:00:00.000Z', 1, { actor: bob, commits: [sha(1)], headSha: sha(1) }),
  deployed('d1', '2026-03-03T09:00:00.000Z', 1, { actor: bob, hosts: ['web1'] }),
  event('access.opened', {
    at: '2026-03-05T02:00:00.000Z',
    access: 'ssh/9',
    host: 'web1',
    environment: 'production',
    actor: ann,
  }),
];

const IDS = `query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 50) { totalCount nodes { id findings { policy verdict } } } }`;
const GRANT = `mutation ($until: DateTime!) {
  grantException(policy: "approved-before-production", services: ["basket"], until: $until, why: "the reviewers were ill") { id by expired until } }`;

describe('the fourth question', () => {
  let audit: AuditStory;
  let now = new Date('2126-01-01T00:00:00Z');
  let evaluator: PolicyEvaluator;
  beforeAll(async () => {
    audit = await startStory();
    evaluator = new PolicyEvaluator(audit.database.pool, { now: () => now });
    await audit.tell(...story);
    await evaluator.evaluateAll();
  });
  afterAll(() => audit.close());

  const failed = async (verdicts: string[], more: object = {}): Promise<string[]> => {
    const { auditTrail } = await audit.ask(IDS, { filter: { verdicts, ...more } });
    expect(auditTrail.totalCount).toBe(auditTrail.nodes.length);
    return auditTrail.nodes.map(({ id }: { id: string }) => id);
  };

  it('finds lines by their verdicts: a deployment by those on what it delivered', async () => {
    expect(await failed(['FAIL'])).toEqual([
      'access:ssh/9',
      'deployment:basket/production/d1',
      `change:${REPO}#7`,
    ]);
    expect(await failed(['PASS'], { kinds: ['ACCESS'] })).toEqual([]);
    expect(await failed(['EXCEPTION'])).toEqual([]);
    const { auditTrail } = await audit.ask(IDS, { filter: { kinds: ['DEPLOYMENT'] } });
    expect(auditTrail.nodes[0].findings).toContainEqual({
      policy: 'approved-before-production',
      verdict: 'FAIL',
    });
    expect(auditTrail.nodes[0].findings).toContainEqual({ policy: 'ticket-linked', verdict: 'PASS' });
  });

  it('tells the story of one line, and the events that a verdict stands on', async () => {
    const { auditEntry } = await audit.ask(`{ auditEntry(id: "deployment:basket/production/d1") {
      entry { id hosts findings { policy evidence } } timeline { id type } leftOut } }`);
    expect(auditEntry.entry).toMatchObject({ id: 'deployment:basket/production/d1', hosts: ['web1'] });
    expect(auditEntry.timeline.map(({ type }: { type: string }) => type)).toEqual([
      'commit.recorded',
      'change.opened',
      'change.merged',
      'deployment.finished',
    ]);
    const linked = auditEntry.entry.findings.find(
      ({ policy }: { policy: string }) => policy === 'ticket-linked',
    );
    const { events } = await audit.ask('query ($ids: [String!]!) { events(ids: $ids) { id type } }', {
      ids: [...linked.evidence, 'unheard of'],
    });
    expect(events).toEqual([{ id: linked.evidence[0], type: 'change.opened' }]);
    expect(await audit.ask('{ auditEntry(id: "deployment:none") { asOf } }')).toEqual({ auditEntry: null });
  });

  it('counts verdicts by control and service', async () => {
    const { controls } = await audit.ask(`{ controls { appliedAt controls { policy title version on about }
      cells { policy service pass fail exception unknown } } }`);
    expect(controls.appliedAt).toBeNull();
    expect(controls.controls).toContainEqual({
      policy: 'ticket-linked',
      title: 'A ticket says why the change was made',
      version: '1',
      on: true,
      about: 'CHANGE',
    });
    expect(controls.cells).toContainEqual({
      policy: 'approved-before-production',
      service: 'basket',
      pass: 0,
      fail: 1,
      exception: 0,
      unknown: 0,
    });
  });

  it('lets an administrator allow a deviation and take it back; the verdict of each day stays', async () => {
    const { grantException } = await audit.ask(GRANT, { until: '2126-02-01T00:00:00Z' });
    expect(grantException).toMatchObject({ by: 'administrator', expired: false });
    const before = now;
    now = new Date('2126-01-02T00:00:00Z');
    await evaluator.evaluateAll();
    expect(await failed(['EXCEPTION'])).toEqual(['deployment:basket/production/d1', `change:${REPO}#7`]);
    const cellsThen = `query ($asOf: DateTime) { controls(filter: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", asOf: $asOf }) {
      cells { policy fail exception } } }`;
    const cell = async (asOf: Date) =>
      (await audit.ask(cellsThen, { asOf: asOf.toISOString() })).controls.cells.find(
        ({ policy }: { policy: string }) => policy === 'approved-before-production',
      );
    expect(await cell(before)).toMatchObject({ fail: 1, exception: 0 });
    expect(await cell(now)).toMatchObject({ fail: 0, exception: 1 });

    const { exceptions } = await audit.ask('{ exceptions { id policy services changes why by } }');
    expect(exceptions).toEqual([
      {
        id: grantException.id,
        policy: 'approved-before-production',
        services: ['basket'],
        changes: null,
        why: 'the reviewers were ill',
        by: 'administrator',
      },
    ]);
    await audit.ask('mutation ($id: String!) { revokeException(id: $id) { id } }', {
      id: grantException.id,
    });
    expect(await audit.ask('{ exceptions { id } }')).toEqual({ exceptions: [] });
    now = new Date('2126-01-03T00:00:00Z');
    await evaluator.evaluateAll();
    expect(await failed(['EXCEPTION'])).toEqual([]);
  });

  it('keeps what is written around the exceptions, and refuses what is wrong with its reason', async () => {
    await audit.database.pool.query(
      `insert into throughline.policy_settings (recorded_at, said_by, text) values (now(), 'test', $1)`,
      ['# of the house\npolicies:\n  ticket-linked: { on: false }\n'],
    );
    await audit.ask(GRANT, { until: '2126-02-01T00:00:00Z' });
    const { rows } = await audit.database.pool.query(
      'select said_by, text from throughline.policy_settings order by recorded_at desc limit 1',
    );
    expect(rows[0].said_by).toBe('administrator');
    expect(rows[0].text).toMatch(/# of the house.*ticket-linked: \{ on: false \}.*the reviewers were ill/s);
    const refused = await audit.api.ask(
      'mutation { grantException(policy: "nothing", until: "2126-02-01T00:00:00Z", why: "x") { id } }',
    );
    expect(refused.errors![0]).toMatchObject({
      message: expect.stringContaining('there is no policy nothing'),
      extensions: { code: 'BAD_POLICY' },
    });
  });

  it('chooses no population by verdicts', async () => {
    const { errors } = await audit.api.ask('{ population(filter: { verdicts: [FAIL] }) { count } }');
    expect(errors![0]!.extensions.code).toBe('BAD_FILTER');
  });

  it('shows auditors who read, page by page, and nobody else', async () => {
    await audit.ask('{ auditEntry(id: "access:ssh/9") { asOf } }');
    const { auditReadings } = await audit.ask(
      '{ auditReadings(first: 2) { totalCount nodes { at reader role what question } pageInfo { endCursor hasNextPage } } }',
    );
    expect(auditReadings.nodes[0]).toMatchObject({
      reader: 'administrator',
      role: 'admin',
      what: 'auditEntry',
      question: '{"id":"access:ssh/9"}',
    });
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const page: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } = (
        await audit.ask(
          'query ($after: String) { auditReadings(first: 3, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
          { after },
        )
      ).auditReadings;
      for (const { id } of page.nodes) seen.add(id);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen.size).toBe(auditReadings.totalCount);

    const reader = await startApi(audit.database.pool, { name: 'kim', role: 'reader' });
    try {
      const { errors } = await reader.ask('{ auditReadings { totalCount } }');
      expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
      const granted = await reader.ask(GRANT, { until: '2126-02-01T00:00:00Z' });
      expect(granted.errors![0]!.extensions.code).toBe('FORBIDDEN');
      expect((await reader.ask('{ viewer { name role } }')).data.viewer).toEqual({
        name: 'kim',
        role: 'reader',
      });
    } finally {
      await reader.close();
    }
  });
});
