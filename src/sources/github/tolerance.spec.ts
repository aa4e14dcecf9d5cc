import fc from 'fast-check';
import { readSample, requestOf, sampleNames } from '../../../test/support/samples.js';
import { interpretRequest, type Outcome } from '../interpret.js';
import { github } from './index.js';

const outcomeOf = (event: string, body: unknown): Outcome =>
  interpretRequest(github, requestOf({ headers: { 'x-github-event': event }, body }));

const repository = {
  full_name: 'bellfounders/carillon',
  clone_url: 'https://github.com/bellfounders/carillon.git',
};
const at = '2026-03-02T09:00:00Z';
const sha = '4b1d0a7c9e2f5a3b8c6d1e0f7a9b2c4d5e6f7081';
const pull_request = { number: 13, created_at: at, updated_at: at };

/** The least that can be understood of each kind: everything else may be missing or null. */
const LEAST: readonly [string, object][] = [
  ['push', { ref: 'refs/heads/main', before: sha, commits: [{ id: sha, timestamp: at }], repository }],
  ['pull_request', { action: 'opened', pull_request, repository }],
  [
    'pull_request_review',
    { action: 'submitted', review: { id: 1, state: 'approved' }, pull_request, repository },
  ],
  ['deployment', { deployment: { id: 1, environment: 'production', created_at: at }, repository }],
  [
    'deployment_status',
    {
      deployment: { id: 1, environment: 'production', created_at: at },
      deployment_status: { id: 2, state: 'success', created_at: at },
      repository,
    },
  ],
  ['deployment_review', { action: 'approved', since: at, workflow_run: { id: 1 }, repository }],
  [
    'workflow_run',
    { action: 'completed', workflow_run: { id: 1, conclusion: 'success', updated_at: at }, repository },
  ],
  [
    'check_run',
    {
      action: 'completed',
      check_run: { id: 1, name: 'a', conclusion: 'success', completed_at: at },
      repository,
    },
  ],
  [
    'check_suite',
    { action: 'completed', check_suite: { id: 1, conclusion: 'success', updated_at: at }, repository },
  ],
  ['status', { id: 1, sha: '0123abc', state: 'success', created_at: at, repository }],
  ['release', { action: 'published', release: { tag_name: 'v1', published_at: at }, repository }],
  ['issues', { action: 'closed', issue: { number: 12, created_at: at, updated_at: at }, repository }],
];

describe('the least that can be understood', () => {
  it.each(LEAST)('of %s is accepted', (event, body) => {
    expect(outcomeOf(event, body)).toMatchObject({ outcome: 'accepted' });
  });

  it.each(LEAST)('of %s needs a repository with an address', (event, body) => {
    const homeless = { ...body, repository: { full_name: 'bellfounders/carillon', html_url: 'nowhere' } };
    expect(outcomeOf(event, homeless)).toEqual({
      outcome: 'rejected',
      reason: 'body.repository: neither html_url nor clone_url is an address',
    });
  });
});

type Path = readonly (string | number)[];

/** Every place in a JSON value that something stands at. */
const placesIn = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]));
  return path.length > 0 ? [path, ...inside] : inside;
};

const DROPPED = Symbol('dropped');

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((member, i) => (String(i) === key ? replaced(member, rest, by) : member));
  const entries = Object.entries(value as object)
    .map(([name, member]): [string, unknown] => [name, name === key ? replaced(member, rest, by) : member])
    .filter(([, member]) => member !== DROPPED);
  return Object.fromEntries(entries);
};

const oddity = fc.oneof(
  fc.constantFrom<unknown>(
    DROPPED,
    null,
    '',
    ' ',
    0,
    -1,
    1e21,
    true,
    [],
    {},
    [null],
    '0'.repeat(40),
    'x'.repeat(2_000),
  ),
  fc.constantFrom(
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    'https://',
    'a\u0000b\ud800',
  ),
  fc.jsonValue(),
);

describe('a payload with something odd in it', () => {
  it('is accepted, ignored or rejected with a reason, and never thrown out', () => {
    const samples = sampleNames('github').map((name) => readSample('github', name));
    const odd = fc.constantFrom(...samples).chain((sample) =>
      fc.record({
        sample: fc.constant(sample),
        changes: fc.array(fc.tuple(fc.constantFrom(...placesIn(sample.body)), oddity), {
          minLength: 1,
          maxLength: 4,
        }),
      }),
    );
    fc.assert(
      fc.property(odd, ({ sample, changes }) => {
        const body = changes.reduce((changed, [path, by]) => replacedIfThere(changed, path, by), sample.body);
        const outcome = interpretRequest(
          github,
          requestOf({ ...sample, body: JSON.stringify(body ?? null) }),
        );
        if (outcome.outcome !== 'accepted') expect(outcome.reason).toMatch(/\w/);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** An earlier change may have taken the place away. */
const replacedIfThere = (value: unknown, path: Path, by: unknown): unknown => {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return value;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  const changed = replaced(value, path, by);
  return changed === DROPPED ? null : changed;
};
