import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';
import { PolicyEvaluator } from '../../src/policies/evaluator.js';
import { loadSettings } from '../../src/policies/load.js';
import { applySettings } from '../../src/policies/settings-store.js';
import { tryPolicies } from '../../src/policies/try.js';
import { gatherStories, gatherStory } from '../../src/projections/story.js';
import { startApi, type TestApi } from '../api/app.js';
import { committed, deployed, merged, REPO, sha, told } from '../metrics/story.js';
import { importPeople } from '../people/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { record } from '../support/read-models.js';

const PEOPLE = `people:
  - { id: ann, emails: [ann@example.org], accounts: ['github:ann'] }
  - { id: bob, accounts: ['github:bob'] }`;

const human = (id: string): Actor => ({ id, kind: 'human', confidence: 'authenticated' });
const opened = (at: string): DeliveryEvent => ({
  type: 'change.opened',
  id: 'opened-7',
  at,
  source: 'test',
  repo: REPO,
  change: '7',
  title: 'SHOP-1 A basket',
  items: ['SHOP-1'],
  actor: human('github:ann'),
});
const reviewed = (at: string, id = 'review-7'): DeliveryEvent => ({
  type: 'change.reviewed',
  id,
  at,
  source: 'test',
  repo: REPO,
  change: '7',
  decision: 'approved',
  actor: human('github:bob'),
});
const shell = (id: string, more: object = {}): DeliveryEvent => ({
  type: 'access.opened',
  id: `opened-${id}`,
  at: '2026-01-08T08:00:00.000Z',
  source: 'test',
  access: id,
  host: 'web-1',
  actor: human('github:ann'),
  ...more,
});
const server: DeliveryEvent = {
  type: 'resource.created',
  id: 'web-1',
  at: '2026-01-07T08:00:00.000Z',
  source: 'test',
  resource: 'i-0001',
  kind: 'server',
  host: 'web-1',
  aliases: ['10.0.0.1'],
  environment: 'production',
};

describe('findings', () => {
  let database: TestDatabase;
  let api: TestApi;
  let now: Date;
  let evaluator: PolicyEvaluator;
  const clock = { now: () => now };
  beforeEach(async () => {
    database = await createTestDatabase();
    api = await startApi(database.pool);
    now = new Date('2126-11-21T12:00:00Z');
    evaluator = new PolicyEvaluator(database.pool, clock);
    await importPeople(database.pool, PEOPLE);
    await told(database.pool, [
      opened('2026-01-06T07:30:00.000Z'),
      committed(1, '2026-01-06T07:00:00.000Z'),
      merged(7, '2026-01-06T09:00:00.000Z', 1, {
        commits: [sha(1)],
        headSha: sha(1),
        actor: human('github:bob'),
      }),
      deployed('v1', '2026-01-06T10:00:00.000Z', 1, { actor: human('github:bob') }),
    ]);
  });
  afterEach(async () => {
    await api.close();
    await database.drop();
  });

  const verdicts = async (asOf?: Date): Promise<Record<string, string>> => {
    const { data, errors } = await api.ask(
      'query ($id: ID!, $asOf: DateTime) { change(id: $id) { findings(asOf: $asOf) { policy verdict version recordedAt } } }',
      { id: `${REPO}#7`, asOf: asOf?.toISOString() },
    );
    expect(errors).toBeUndefined();
    return Object.fromEntries(
      data.change.findings.map((one: { policy: string; verdict: string }) => [one.policy, one.verdict]),
    );
  };
  const later = (): Date => {
    const before = now;
    now = new Date(now.getTime() + 3_600_000);
    return before;
  };

  it('stand beside their change, with policy, version and evidence', async () => {
    await evaluator.evaluateAll();
    expect(await verdicts()).toEqual({
      'approved-before-production': 'FAIL',
      'built-from-reviewed-commit': 'FAIL',
      'protection-overridden': 'PASS',
      'segregation-of-duties': 'PASS',
      'ticket-linked': 'PASS',
      'verification-passed': 'UNKNOWN',
    });
    const { data } = await api.ask(`{ findings(policies: ["ticket-linked"]) { totalCount nodes {
      policy version verdict sentence evidence subject service environment policyTitle controls { framework reference } } } }`);
    expect(data.findings).toEqual({
      totalCount: 1,
      nodes: [
        {
          policy: 'ticket-linked',
          version: '1',
          verdict: 'PASS',
          sentence: 'It is linked to SHOP-1.',
          evidence: ['opened-7'],
          subject: `${REPO}#7`,
          service: 'basket',
          environment: 'production',
          policyTitle: 'A ticket says why the change was made',
          controls: expect.arrayContaining([{ framework: 'SOC 2', reference: 'CC8.1' }]),
        },
      ],
    });
  });

  it('stand beside the six slots of evidence that PCI DSS asks for', async () => {
    const { data, errors } = await api.ask(
      'query ($id: ID!) { change(id: $id) { pciEvidence { service environment slots { slot evidenced evidence } } } }',
      { id: `${REPO}#7` },
    );
    expect(errors).toBeUndefined();
    expect(data.change.pciEvidence).toEqual([
      {
        service: 'basket',
        environment: 'production',
        slots: [
          { slot: 'REASON', evidenced: true, evidence: ['opened-7'] },
          ...['SECURITY_IMPACT', 'APPROVAL', 'SECURITY_TESTING', 'SECURE_CODE', 'BACK_OUT'].map((slot) => ({
            slot,
            evidenced: false,
            evidence: [],
          })),
        ],
      },
    ]);
  });

  it('are not written again when nothing is new', async () => {
    expect((await evaluator.evaluatePending()).verdicts).toBe(6);
    later();
    expect((await evaluator.evaluateAll()).verdicts).toBe(0);
    expect((await evaluator.evaluatePending()).verdicts).toBe(0);
  });

  it('change with a late event, and the old ones can be shown as of their day', async () => {
    await evaluator.evaluatePending();
    const before = later();
    await told(database.pool, [reviewed('2026-01-06T08:00:00.000Z')]);
    const { subjects } = await evaluator.evaluatePending();
    expect(subjects).toBe(1);
    expect(await verdicts()).toMatchObject({ 'approved-before-production': 'PASS' });
    expect(await verdicts(before)).toMatchObject({ 'approved-before-production': 'FAIL' });
    const { data } =
      await api.ask(`{ findings(filter: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z",
      asOf: "${before.toISOString()}" }, policies: ["approved-before-production"]) { nodes { verdict } } }`);
    expect(data.findings.nodes).toEqual([{ verdict: 'FAIL' }]);
  });

  it('change with what its ticket is told to be later', async () => {
    await evaluator.evaluatePending();
    later();
    const ticket = {
      type: 'item.created',
      id: 'ticket-1',
      at: '2026-01-05T08:00:00.000Z',
      source: 'jira',
    } as const;
    await told(database.pool, [{ ...ticket, item: 'SHOP-1', kind: 'Emergency' }]);
    expect((await evaluator.evaluatePending()).subjects).toBe(1);
    const { 'emergency-approved': emergency, ...others } = await verdicts();
    expect(emergency).toBe('FAIL');
    expect(others).not.toHaveProperty('approved-before-production');
  });

  it('change with an edited rule, which leaves the past verdict as it was', async () => {
    await evaluator.evaluatePending();
    const before = later();
    const text = `policies: { ticket-linked: { parameters: { projects: [HOME] } }, verification-passed: { on: false } }`;
    await applySettings(database.pool, clock, { text, name: 'policies.yaml', by: 'ops' });
    later();
    await evaluator.evaluatePending();
    expect(await verdicts()).toMatchObject({ 'ticket-linked': 'FAIL', 'verification-passed': 'UNKNOWN' });
    expect(await verdicts(before)).toMatchObject({ 'ticket-linked': 'PASS' });
    const { rows } = await database.pool.query(
      `select version, verdict from throughline.finding where policy = 'ticket-linked' order by recorded_at`,
    );
    expect(rows).toEqual([
      { version: '1', verdict: 'PASS' },
      { version: expect.stringMatching(/^1\+[0-9a-f]{8}$/), verdict: 'FAIL' },
    ]);
  });

  it('cannot be edited or removed by the service itself', async () => {
    await evaluator.evaluatePending();
    const { rows } = await database.pool.query<{ right: string }>(
      `select distinct acl.privilege_type as right from pg_class c, aclexplode(c.relacl) acl
       where c.oid = 'throughline.finding'::regclass order by 1`,
    );
    const rights = rows.map(({ right }) => right);
    expect(rights).toContain('INSERT');
    expect(rights).not.toContain('UPDATE');
    expect(rights).not.toContain('DELETE');
  });

  it('tell of shells by the environment of their host, and of servers while a clock runs', async () => {
    now = new Date('2026-01-07T08:30:00Z');
    await record(database.pool, [
      server,
      shell('s1'),
      shell('s2', { ticket: 'SHOP-1' }),
      shell('s3', { host: 'elsewhere' }),
    ]);
    await told(database.pool, []);
    await evaluator.evaluateAll();
    const list = async () => {
      const { data } = await api.ask(
        '{ findings(policies: ["no-shell-without-ticket", "server-audited"]) { nodes { subject verdict } } }',
      );
      return Object.fromEntries(
        data.findings.nodes.map((one: { subject: string; verdict: string }) => [one.subject, one.verdict]),
      );
    };
    expect(await list()).toEqual({ s1: 'FAIL', s2: 'PASS', s3: 'UNKNOWN', 'i-0001': 'UNKNOWN' });
    now = new Date('2026-01-07T09:00:00Z');
    await evaluator.evaluatePending();
    expect(await list()).toMatchObject({ 'i-0001': 'FAIL' });
    now = new Date('2026-01-07T09:10:00Z');
    await told(database.pool, [
      {
        type: 'execution.finished',
        id: 'audit-1',
        at: '2026-01-07T08:20:00.000Z',
        source: 'test',
        execution: 'e1',
        action: 'security-audit',
        outcome: 'success',
        hosts: ['10.0.0.1'],
      },
    ]);
    await evaluator.evaluateAll();
    expect(await list()).toMatchObject({ 'i-0001': 'PASS' });
  });

  it('are tried on the items of a log before a rule counts, and nothing is stored', async () => {
    const moved = (item: string, n: number, to: string): DeliveryEvent => ({
      type: 'item.moved',
      id: `${item}-${n}`,
      at: `2026-01-05T0${n}:00:00.000Z`,
      source: 'log',
      item,
      to,
    });
    await told(database.pool, [
      ...['Queued', 'In Progress', 'Closed'].map((to, n) => moved('I-1', n, to)),
      ...['Queued', 'Closed', 'In Progress'].map((to, n) => moved('I-2', n, to)),
    ]);
    const text = `rules:
  - id: no-work-after-closure
    title: After closure no more work
    about: item
    check: { always: { if: activity == "Closed", then: { never: activity == "In Progress" } } }`;
    const settings = loadSettings(text, 'rules.yaml');
    const active = settings.active.filter(({ policy }) => policy.about === 'ITEM');
    const { counts, examples } = await tryPolicies(database.pool, clock, {
      settings: { ...settings, active },
      mostExamples: 10,
    });
    expect(counts.get('no-work-after-closure')).toMatchObject({ PASS: 1, FAIL: 1, UNKNOWN: 0 });
    expect(examples.map(({ history, finding }) => [history.subject.name, finding.evidence])).toEqual([
      ['I-2', ['I-2-1']],
    ]);
    const { rows } = await database.pool.query('select 1 from throughline.finding');
    expect(rows).toEqual([]);
  });

  it('stand on the same stories, whether they are gathered together or one by one', async () => {
    const starts = [
      { keys: [`change:${REPO}#7`, `commit:${REPO}@${sha(1)}`], eventIds: [] },
      { keys: ['deployment:basket/production/v1'], eventIds: [] },
      { keys: ['item:nothing'], eventIds: [] },
    ];
    const asOf = new Date('2999-01-01T00:00:00Z');
    const together = await gatherStories(database.pool, starts, asOf);
    const alone = await Promise.all(starts.map((start) => gatherStory(database.pool, { ...start, asOf })));
    expect(together).toEqual(alone);
    expect(together.map(({ events }) => events.length > 0)).toEqual([true, true, false]);
  });
});
