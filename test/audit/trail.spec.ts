import { committed, deployed, merged, REPO, sha } from '../metrics/story.js';
import { importPeople, importTeams } from '../people/story.js';
import { type AuditStory, event, person, startStory } from './story.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const ann = person('github:ann', 'Ann');
const bob = person('github:bob', 'Bob');

const PEOPLE = `people:
  - id: ann
    name: Ann Lee
    accounts: ['github:ann', 'ldap:alee']
  - id: bob
    name: Bob Ray
    accounts: ['github:bob']`;

const TEAMS = `teams:
  - id: payments
    line: "2"
    members: [{ id: ann, to: 2026-03-04 }, bob]`;

/** A change of Ann's, approved by Bob, tested, deployed by a bot for Ann, and a shell on the host at night. */
const story = [
  committed(1, '2026-03-02T09:00:00.000Z', { actor: ann, title: 'Round the totals' }),
  event('change.opened', {
    at: '2026-03-02T10:00:00.000Z',
    repo: REPO,
    change: '7',
    actor: ann,
    items: ['SHOP-41'],
  }),
  event('change.reviewed', {
    at: '2026-03-02T11:00:00.000Z',
    repo: REPO,
    change: '7',
    actor: bob,
    decision: 'approved',
  }),
  merged(7, '2026-03-02T12:00:00.000Z', 1, { actor: bob, items: ['SHOP-41'], commits: [sha(1)] }),
  event('verification.finished', {
    at: '2026-03-02T13:00:00.000Z',
    suite: 'e2e',
    outcome: 'success',
    repo: REPO,
    sha: sha(1),
  }),
  deployed('d1', '2026-03-03T09:00:00.000Z', 1, {
    actor: { id: 'st2:bot', kind: 'bot', confidence: 'bot' },
    initiator: person('ldap:alee', 'alee'),
    hosts: ['web1', 'web2'],
    artifact: `pkg:oci/basket@${DIGEST}`,
    version: '1.4',
  }),
  event('execution.finished', {
    at: '2026-03-03T08:59:00.000Z',
    execution: 'st2/1',
    action: 'shop.deploy',
    kind: 'workflow',
    outcome: 'failure',
    service: 'basket',
    actor: ann,
    hosts: ['web1'],
  }),
  event('execution.finished', {
    at: '2026-03-03T08:58:00.000Z',
    execution: 'st2/rule',
    action: 'on-merge',
    kind: 'rule',
    outcome: 'success',
  }),
  event('access.opened', {
    at: '2026-03-05T02:00:00.000Z',
    access: 'ssh/9',
    host: 'web1',
    account: 'root',
    ticket: 'INC-9',
    actor: ann,
  }),
  event('resource.changed', {
    at: '2026-03-05T02:05:00.000Z',
    resource: 'web1/etc/hosts',
    kind: 'file',
    name: '/etc/hosts',
    host: 'web1',
    from: 'a',
    to: '=cmd|calc',
  }),
  event('approval.decided', {
    at: '2026-03-03T08:00:00.000Z',
    approval: 'chg/1',
    service: 'basket',
    environment: 'production',
    deployment: 'd1',
    decision: 'granted',
    actor: bob,
  }),
];

const IDS = `query ($filter: AuditFilter, $first: Int, $after: String) {
  auditTrail(filter: $filter, first: $first, after: $after) { totalCount nodes { id kind } pageInfo { hasNextPage endCursor } } }`;

describe('the audit trail', () => {
  let audit: AuditStory;
  beforeAll(async () => {
    audit = await startStory();
    await importPeople(audit.database.pool, PEOPLE);
    await importTeams(audit.database.pool, TEAMS);
    await audit.tell(...story);
  });
  afterAll(() => audit.close());

  const found = async (filter: object): Promise<string[]> => {
    const { auditTrail } = await audit.ask(IDS, { filter, first: 100 });
    expect(auditTrail.totalCount).toBe(auditTrail.nodes.length);
    return auditTrail.nodes.map(({ id }: { id: string }) => id.replace(/@.*/, ''));
  };

  it('answers who, where, what and whether it was allowed, in one query, with its evidence', async () => {
    const { auditTrail } = await audit.ask(`{ auditTrail(filter: { kinds: DEPLOYMENT }) { nodes {
      at service environment hosts artifact digest version commit outcome detail evidence
      initiator { id confidence resolved person { id name } teams { team line } }
      actor { id confidence resolved } authorizer { id person { id } }
      approvals { decision by { person { id } } } verifications { suite outcome } } } }`);
    expect(auditTrail.nodes).toEqual([
      {
        at: '2026-03-03T09:00:00.000Z',
        service: 'basket',
        environment: 'production',
        hosts: ['web1', 'web2'],
        artifact: `pkg:oci/basket@${DIGEST}`,
        digest: DIGEST,
        version: '1.4',
        commit: sha(1),
        outcome: 'success',
        detail: 'deploy',
        evidence: [expect.any(String), expect.any(String)],
        initiator: {
          id: 'ldap:alee',
          confidence: 'authenticated',
          resolved: true,
          person: { id: 'ann', name: 'Ann Lee' },
          teams: [{ team: 'payments', line: '2' }],
        },
        actor: { id: 'st2:bot', confidence: 'bot', resolved: false },
        authorizer: { id: 'github:bob', person: { id: 'bob' } },
        approvals: [
          { decision: 'approved', by: { person: { id: 'bob' } } },
          { decision: 'granted', by: { person: { id: 'bob' } } },
        ],
        verifications: [{ suite: 'e2e', outcome: 'success' }],
      },
    ]);
  });

  it('shows one row for each act, the newest first; a commit of a change request with its change request', async () => {
    expect(await found({})).toEqual([
      'resource:web1/etc/hosts',
      'access:ssh/9',
      'deployment:basket/production/d1',
      'execution:st2/1',
      'execution:st2/rule',
      'approval:chg/1',
      `change:${REPO}#7`,
    ]);
    const { auditTrail } = await audit.ask(
      `{ auditTrail(filter: { kinds: AUTOMATION }) { nodes { id detail } } }`,
    );
    expect(auditTrail.nodes).toEqual([{ id: 'execution:st2/rule', detail: 'rule' }]);
  });

  it('finds by person (all accounts, any role), by account, and by the team as it stood then', async () => {
    const ofAnn = ['access:ssh/9', 'deployment:basket/production/d1', 'execution:st2/1', `change:${REPO}#7`];
    expect(await found({ people: ['ann'] })).toEqual(ofAnn);
    expect(await found({ actors: ['ldap:alee'] })).toEqual(['deployment:basket/production/d1']);
    // Ann had left the team when she opened the shell.
    expect(await found({ teams: ['payments'] })).toEqual([
      'deployment:basket/production/d1',
      'execution:st2/1',
      'approval:chg/1',
      `change:${REPO}#7`,
    ]);
    expect(await found({ lines: ['2'], people: ['bob'] })).toEqual([
      'deployment:basket/production/d1',
      'approval:chg/1',
      `change:${REPO}#7`,
    ]);
  });

  it('finds by the role in which somebody took part', async () => {
    const deployment = 'deployment:basket/production/d1';
    expect(await found({ people: ['bob'], roles: ['AUTHORIZER'] })).toEqual([deployment, `change:${REPO}#7`]);
    expect(await found({ people: ['ann'], roles: ['INITIATOR'], kinds: ['DEPLOYMENT', 'CHANGE'] })).toEqual([
      deployment,
      `change:${REPO}#7`,
    ]);
    expect(await found({ people: ['ann'], roles: ['ACTOR', 'AUTHORIZER'], kinds: ['DEPLOYMENT'] })).toEqual(
      [],
    );
    expect(await found({ roles: ['AUTHORIZER'], kinds: ['DEPLOYMENT', 'EXECUTION'] })).toEqual([deployment]);
  });

  it('finds by commit what it came in by and what delivered it', async () => {
    const ofCommit = ['deployment:basket/production/d1', `change:${REPO}#7`];
    expect(await found({ commits: [sha(1)] })).toEqual(ofCommit);
    expect(await found({ commits: [sha(1).slice(0, 7), 'fedcba9'] })).toEqual(ofCommit);
    expect(await found({ commits: [sha(1)], kinds: ['CHANGE'] })).toEqual([`change:${REPO}#7`]);
    expect(await found({ commits: ['fedcba9'] })).toEqual([]);
  });

  it('finds by service, environment, host, artifact, ticket, kind, outcome and text, and all together', async () => {
    expect(await found({ services: ['basket'] })).toEqual([
      'deployment:basket/production/d1',
      'execution:st2/1',
      'approval:chg/1',
      `change:${REPO}#7`,
    ]);
    expect(await found({ environments: ['production'] })).toEqual([
      'deployment:basket/production/d1',
      'approval:chg/1',
    ]);
    expect(await found({ hosts: ['web2'] })).toEqual(['deployment:basket/production/d1']);
    expect(await found({ artifacts: [DIGEST] })).toEqual(['deployment:basket/production/d1']);
    // The deployment does not name the ticket, but delivered what was made for it.
    expect(await found({ tickets: ['SHOP-41'] })).toEqual([
      'deployment:basket/production/d1',
      `change:${REPO}#7`,
    ]);
    expect(await found({ tickets: ['INC-9'] })).toEqual(['access:ssh/9']);
    expect(await found({ outcomes: ['failure'] })).toEqual(['execution:st2/1']);
    expect(await found({ text: 'ETC/hosts' })).toEqual(['resource:web1/etc/hosts']);
    expect(
      await found({
        people: ['ann'],
        hosts: ['web1'],
        kinds: ['EXECUTION', 'ACCESS'],
        from: '2026-03-04T00:00:00Z',
      }),
    ).toEqual(['access:ssh/9']);
    expect(await found({ people: ['bob'], tickets: ['INC-9'] })).toEqual([]);
  });

  it('says what a filter names that there is not', async () => {
    const codeOf = async (filter: object) =>
      (await audit.api.ask(IDS, { filter })).errors?.[0]?.extensions.code;
    expect(await codeOf({ people: ['nobody'] })).toBe('UNKNOWN_PERSON');
    expect(await codeOf({ teams: ['nobody'] })).toBe('UNKNOWN_TEAM');
    expect(await codeOf({ commits: ['4f1c0a'] })).toBe('BAD_FILTER');
    expect(await codeOf({ commits: ['not-a-commit'] })).toBe('BAD_FILTER');
    expect(await codeOf({ from: '2026-03-04T00:00:00Z', to: '2026-03-01T00:00:00Z' })).toBe('BAD_RANGE');
  });

  it('writes down who read it', async () => {
    await found({ tickets: ['INC-9'] });
    const { rows } = await audit.database.pool.query(
      'select reader, role, what, question from throughline.audit_reading order by at desc limit 1',
    );
    expect(rows).toEqual([
      { reader: 'administrator', role: 'admin', what: 'auditTrail', question: '{"tickets":["INC-9"]}' },
    ]);
  });
});

describe('pages of the audit trail', () => {
  let audit: AuditStory;
  beforeAll(async () => {
    audit = await startStory();
    // Seven executions in the same second, over and over, on three hosts.
    const runs = Array.from({ length: 700 }, (_, i) =>
      event('execution.finished', {
        at: new Date(Date.UTC(2026, 0, 1) + Math.floor(i / 7) * 1_000).toISOString(),
        execution: `run/${i}`,
        action: i % 100 === 0 ? 'rare' : 'usual',
        outcome: 'success',
        hosts: [`web${i % 3}`],
        actor: ann,
      }),
    );
    await audit.tell(...runs);
  });
  afterAll(() => audit.close());

  const walk = async (filter: object, first: number): Promise<string[]> => {
    const ids: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { auditTrail } = await audit.ask(IDS, { filter, first, after });
      ids.push(...auditTrail.nodes.map(({ id }: { id: string }) => id));
      if (!auditTrail.pageInfo.hasNextPage) return ids;
      after = auditTrail.pageInfo.endCursor;
    }
  };

  it('neither skip nor repeat a row, whatever the filter and the size', async () => {
    const all = await walk({}, 500);
    expect(new Set(all).size).toBe(700);
    expect(await walk({}, 13)).toEqual(all);
    const onTwo = await walk({ hosts: ['web1', 'web2'] }, 31);
    expect(new Set(onTwo).size).toBe(onTwo.length);
    expect(onTwo).toEqual(all.filter((id) => Number(id.slice('execution:run/'.length)) % 3 > 0));
    const rare = await walk({ text: 'RARE', actors: ['github:ann'], hosts: ['web0'] }, 2);
    expect(rare.sort()).toEqual(['execution:run/0', 'execution:run/300', 'execution:run/600']);
  });
});
