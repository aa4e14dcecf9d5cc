import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deliveryEvent } from '../../src/events/vocabulary.js';
import { github } from '../../src/sources/github/index.js';
import { interpretRequest, type Outcome } from '../../src/sources/interpret.js';
import { RECEPTION, requestOf } from '../support/samples.js';

/** Payloads that GitHub really sent, collected by others: those of npm, and those of a folder beside this repository. */

interface Payload {
  readonly event: string;
  readonly name: string;
  readonly body: unknown;
}

const KINDS = [
  'push',
  'pull_request',
  'pull_request_review',
  'deployment',
  'deployment_status',
  'deployment_review',
  'workflow_run',
  'check_run',
  'check_suite',
  'status',
  'release',
  'issues',
  'create',
];

/** What is not named after a kind of event is no webhook: rows of a REST collector, entries of an audit log. */
const NO_WEBHOOK = /^(?:devlake|auditlog)_/;

const outcomeOf = ({ event, body }: Payload): Outcome =>
  interpretRequest(
    github,
    requestOf({ headers: NO_WEBHOOK.test(event) ? {} : { 'x-github-event': event }, body }),
  );

const expectUnderstood = (payload: Payload): void => {
  const outcome = outcomeOf(payload);
  if (outcome.outcome === 'accepted') {
    expect(outcome.events.length).toBeGreaterThan(0);
    for (const event of outcome.events)
      expect(deliveryEvent.safeParse(event)).toMatchObject({ success: true });
    expect(outcomeOf(payload)).toEqual(outcome);
  } else {
    expect(outcome).toEqual({ outcome: 'ignored', reason: expect.stringMatching(/\w/) });
  }
};

const acceptedByKind = (payloads: readonly Payload[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const payload of payloads) {
    const accepted = outcomeOf(payload).outcome === 'accepted' ? 1 : 0;
    counts.set(payload.event, (counts.get(payload.event) ?? 0) + accepted);
  }
  return counts;
};

const fromNpm = (): Payload[] => {
  const kinds = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
    name: string;
    examples: unknown[];
  }[];
  return kinds.flatMap(({ name: event, examples }) =>
    examples.map((body, i) => ({ event, name: `${event} ${i + 1}`, body })),
  );
};

describe('the payloads of @octokit/webhooks-examples', () => {
  const payloads = fromNpm();

  it.each(payloads.map((payload): [string, Payload] => [payload.name, payload]))('%s', (_, payload) => {
    expectUnderstood(payload);
  });

  it.each(KINDS)('hold %s, and any but `create` tells something', (kind) => {
    const accepted = acceptedByKind(payloads).get(kind);
    expect(accepted).toBeDefined();
    if (kind === 'create') expect(accepted).toBe(0);
    else expect(accepted).toBeGreaterThan(0);
  });
});

const shared = new URL('../../../shared/payloads/', import.meta.url);

const describeIf = (folder: URL, what: string, tests: () => void): void => {
  if (existsSync(folder)) describe(what, tests);
  else describe.skip(what, () => it(`skipped, because ${folder.pathname} is not there`, () => {}));
};

const fromFolder = (folder: URL): Payload[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((name) => ({
      event: name.split(/__|\.json$/, 1)[0]!,
      name,
      body: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown,
    }));

describeIf(new URL('github/', shared), 'the payloads that were collected from elsewhere', () => {
  const payloads = fromFolder(new URL('github/', shared));

  it('are there', () => {
    expect(payloads.length).toBeGreaterThan(0);
  });

  it.each(payloads.map((payload): [string, Payload] => [payload.name, payload]))('%s', (_, payload) => {
    expectUnderstood(payload);
  });

  it.each(
    payloads
      .filter(({ event }) => NO_WEBHOOK.test(event))
      .map((payload): [string, Payload] => [payload.name, payload]),
  )('tell something, though they are no webhooks: %s', (_, payload) => {
    expect(outcomeOf(payload)).toMatchObject({ outcome: 'accepted' });
  });
});

interface Vector {
  readonly system: string;
  readonly secret: string;
  readonly body: string;
  readonly expected: string;
}

const vectors = new URL('_signature-vectors/vectors.json', shared);

describeIf(vectors, 'the signatures that GitHub documents', () => {
  it('are right', () => {
    const all = JSON.parse(readFileSync(vectors, 'utf8')) as Vector[];
    const known = all.filter(({ system }) => system === 'github');
    expect(known.length).toBeGreaterThan(0);
    for (const { secret, body, expected } of known) {
      const request = { headers: { 'x-hub-signature-256': expected }, body: Buffer.from(body) };
      expect(github.authenticate(request, { values: [secret] }, RECEPTION)).toEqual({ ok: true });
      expect(github.authenticate(request, { values: [`${secret}!`] }, RECEPTION).ok).toBe(false);
    }
  });
});
