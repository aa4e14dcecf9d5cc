import type { Actor, DeliveryEvent } from '../../src/events/vocabulary.js';
import { PolicyEvaluator } from '../../src/policies/evaluator.js';
import { applySettings } from '../../src/policies/settings-store.js';
import { interpretRequest, settingOf } from '../../src/sources/interpret.js';
import { rundeck } from '../../src/sources/rundeck/index.js';
import { systemClock } from '../../src/support/clock.js';
import { committed, merged, REPO, sha, told } from '../metrics/story.js';
import { importPeople } from '../people/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { requestOf } from '../support/samples.js';

const PEOPLE = `people:
  - { id: ann, emails: [ann@example.org], accounts: ['github:ann', 'ops:ann'] }
  - { id: bob, accounts: ['github:bob', 'ops:bob'] }`;
const POLICY = `
policies:
  segregation-of-duties:
    parameters: { separate: [[deployer, job-editor]] }
`;

const JOB = '5c1d7f20-7777-4888-9999-aaaabbbbcccc';
const OTHER_JOB = '6d2e8a31-7777-4888-9999-aaaabbbbcccc';
const SETTING = settingOf(rundeck, 'ops', {
  deployments: [
    {
      ...{ action: 'basket/deploy', service: 'basket', environment: 'production' },
      ...{ repo: REPO, sha: '{{options.sha}}' },
    },
  ],
});

/** What a delivery to the source `ops` tells. */
const delivered = (body: unknown, headers: Record<string, string> = {}): DeliveryEvent[] => {
  const outcome = interpretRequest(rundeck, requestOf({ headers, body }), SETTING);
  if (outcome.outcome !== 'accepted') throw new Error(`${outcome.outcome}: ${outcome.reason}`);
  return outcome.events;
};

/** A line of Rundeck's log of jobs. */
const edit = (time: string, who: string, job = JOB): DeliveryEvent[] =>
  delivered(`[2026-01-06 ${time},250] ${who} modify [${job}] shop "basket/deploy" (update)\n`, {
    'content-type': 'text/plain',
  });

/** The notification that Rundeck's job, run by Bob, succeeded. */
const ran = (id: number, time: string, n = 1): DeliveryEvent[] => {
  const date = `2026-01-06T${time}Z`;
  const execution = {
    id,
    status: 'succeeded',
    project: 'shop',
    executionType: 'user',
    user: 'bob',
    'date-started': { unixtime: Date.parse(date), date },
    'date-ended': { unixtime: Date.parse(date) + 60_000, date },
    job: { id: JOB, name: 'deploy', group: 'basket', project: 'shop', options: { sha: sha(n) } },
    argstring: `-sha ${sha(n)}`,
  };
  return delivered({ trigger: 'success', status: 'succeeded', executionId: id, execution });
};

const bob: Actor = { id: 'github:bob', kind: 'human', confidence: 'authenticated' };

describe('whoever edited the job that deployed a change', () => {
  let database: TestDatabase;
  let evaluator: PolicyEvaluator;
  beforeEach(async () => {
    database = await createTestDatabase();
    evaluator = new PolicyEvaluator(database.pool, systemClock);
    await importPeople(database.pool, PEOPLE);
    await applySettings(database.pool, systemClock, { text: POLICY, name: 'policies.yaml', by: 'test' });
    await told(database.pool, [
      committed(1, '2026-01-06T07:00:00.000Z'),
      merged(7, '2026-01-06T09:00:00.000Z', 1, { commits: [sha(1)], headSha: sha(1), actor: bob }),
    ]);
  });
  afterEach(() => database.drop());

  const verdict = async (): Promise<[string, string] | undefined> => {
    await evaluator.evaluatePending();
    const { rows } = await database.pool.query<{ verdict: string; sentence: string }>(
      `select verdict, sentence from throughline.finding where policy = 'segregation-of-duties'
       and subject = $1 order by recorded_at desc limit 1`,
      [`${REPO}#7`],
    );
    return rows[0] && [rows[0].verdict, rows[0].sentence];
  };

  it('must not be who ran it', async () => {
    await told(database.pool, [...edit('08:00:00', 'bob'), ...ran(1, '10:00:00')]);
    expect(await verdict()).toEqual(['FAIL', 'bob (ops:bob) is both deployer and job-editor of the change.']);
  });

  it('may be anybody else', async () => {
    await told(database.pool, [...edit('08:00:00', 'ann'), ...ran(1, '10:00:00')]);
    expect(await verdict()).toEqual(['PASS', 'deployer and job-editor are different people.']);
  });

  it('counts only for that job, and for what it ran afterwards', async () => {
    await told(database.pool, [
      ...edit('08:00:00', 'bob', OTHER_JOB),
      ...edit('11:00:00', 'bob'),
      ...ran(1, '10:00:00'),
    ]);
    expect(await verdict()).toBeUndefined();
  });

  it('is found when the edit is told late, though the job ran for many others', async () => {
    const others = Array.from({ length: 400 }, (_, i) => ran(i + 2, '09:30:00', 2)).flat();
    await told(database.pool, [...others, ...ran(1, '10:00:00')]);
    expect(await verdict()).toBeUndefined();
    await told(database.pool, edit('08:00:00', 'bob'));
    expect((await verdict())?.[0]).toBe('FAIL');
  });
});
