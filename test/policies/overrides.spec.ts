import type { DeliveryEvent, EventOf } from '../../src/events/vocabulary.js';
import { PolicyEvaluator } from '../../src/policies/evaluator.js';
import { interpretRequest } from '../../src/sources/interpret.js';
import { findSource } from '../../src/sources/registry.js';
import { systemClock } from '../../src/support/clock.js';
import { told } from '../metrics/story.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { patched, readSample, requestOf, type Sample } from '../support/samples.js';

interface Forge {
  readonly source: string;
  readonly merged: Sample;
  /** The delivery by which the forge tells that its own rules were passed by. */
  readonly override: Sample;
  /** What the finding says. */
  readonly sentence: string;
}

const azureMerged = readSample('azuredevops', 'pull-request-merged');
const codeCommit = (detail: object): Sample =>
  patched(readSample('aws', 'codecommit-pull-request'), { detail });

const FORGES: readonly Forge[] = [
  {
    source: 'github',
    merged: readSample('github', 'pull-request-merged'),
    override: readSample('github', 'audit-log'),
    sentence:
      'github:cy-tower overrode the protection of the branch: protected_branch.policy_override: review_policy_not_satisfied.',
  },
  {
    source: 'gitlab',
    merged: readSample('gitlab', 'merge-request-merged'),
    override: readSample('gitlab', 'audit-bypass'),
    sentence: expect.stringMatching(
      /^mailto:ben@bakery\.example overrode the protection of the branch: .*the oven is on fire\.$/,
    ) as never,
  },
  {
    source: 'azuredevops',
    merged: azureMerged,
    override: patched(azureMerged, {
      resource: { completionOptions: { bypassPolicy: true, bypassReason: 'The bells must ring at noon' } },
    }),
    sentence:
      'azuredevops:ann@bellfounders.example overrode the protection of the branch: bypassPolicy: The bells must ring at noon.',
  },
  {
    source: 'aws',
    merged: codeCommit({
      event: 'pullRequestMergeStatusUpdated',
      isMerged: 'True',
      mergeCommitId: 'c'.repeat(40),
    }),
    override: codeCommit({
      event: 'pullRequestApprovalRuleOverridden',
      isMerged: 'False',
      overrideStatus: 'OVERRIDE',
    }),
    sentence: expect.stringMatching(
      /overrode the protection of the branch: pullRequestApprovalRuleOverridden\.$/,
    ) as never,
  },
];

const read = (source: string, sample: Sample): DeliveryEvent[] => {
  const outcome = interpretRequest(findSource(source)!, requestOf(sample));
  if (outcome.outcome !== 'accepted') throw new Error(`${source}: ${outcome.reason}`);
  return outcome.events;
};

/** What every forge would have told besides: the merge commit, and that it went to production an hour later. */
const broughtToProduction = ({ repo, mergeSha, at }: EventOf<'change.merged'>): DeliveryEvent[] => {
  const later = new Date(Date.parse(at) + 3_600_000).toISOString();
  const common = { source: 'test', repo, sha: mergeSha! };
  return [
    {
      ...common,
      type: 'commit.recorded',
      id: 'merge-commit',
      at,
      parents: [],
      mainline: true,
      authoredAt: at,
      committedAt: at,
      title: 'Merge',
    },
    {
      ...common,
      type: 'deployment.finished',
      id: 'deployment',
      at: later,
      service: 'tower',
      environment: 'production',
      deployment: 'd1',
      outcome: 'success',
      kind: 'deploy',
      complete: true,
    },
  ];
};

describe('an override of the rules of a branch', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const verdict = async (): Promise<{ verdict: string; sentence: string }> => {
    await new PolicyEvaluator(database.pool, systemClock).evaluatePending();
    const { rows } = await database.pool.query(
      `select verdict, sentence from throughline.finding where policy = 'protection-overridden'
       order by recorded_at desc limit 1`,
    );
    return rows[0] as never;
  };

  it.each(FORGES)('is found from the delivery of $source', async ({ source, merged, override, sentence }) => {
    const change = read(source, merged);
    const merge = change.find((event): event is EventOf<'change.merged'> => event.type === 'change.merged')!;
    await told(database.pool, [...change, ...broughtToProduction(merge)]);
    expect(await verdict()).toMatchObject({ verdict: 'PASS' });

    await told(database.pool, read(source, override));
    expect(await verdict()).toEqual({ verdict: 'FAIL', sentence });
  });

  it('has no like in Bitbucket, which lets nobody past its checks: they have to be edited first', async () => {
    expect(read('bitbucket', readSample('bitbucket', 'server-audit'))).toEqual([
      expect.objectContaining({
        type: 'resource.changed',
        kind: 'branch-protection',
        to: 'none',
      }),
    ]);
  });
});
