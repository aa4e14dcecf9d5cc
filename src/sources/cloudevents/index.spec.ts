import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { cdevents } from '../cdevents/index.js';
import { interpretRequest, type Outcome } from '../interpret.js';
import { keptHeaders } from '../kept-headers.js';
import type { RawRequest } from '../source.js';
import { cloudevents } from './index.js';

interface Sample {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const folder = new URL('./samples/', import.meta.url);
const samples: readonly Sample[] = [folder, new URL('../cdevents/samples/', import.meta.url)].flatMap(
  (from) => readdirSync(from).map((file) => JSON.parse(readFileSync(new URL(file, from), 'utf8')) as Sample),
);
const sample = (name: string): Sample =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Sample;

const requestOf = ({ headers, body }: Sample): RawRequest => ({
  headers,
  body: Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? '')),
});
const outcomeOf = (delivery: Sample): Outcome => interpretRequest(cloudevents, requestOf(delivery));
const typesOf = (outcome: Outcome) =>
  outcome.outcome === 'accepted' ? outcome.events.map(({ type }) => type) : outcome;

describe('a delivery of CloudEvents', () => {
  it('in structured mode: a deployment, with who caused it', () => {
    expect(outcomeOf(sample('structured'))).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'deployment.finished',
          service: 'till',
          environment: 'production',
          at: '2026-03-04T05:30:00.000Z',
          actor: { id: 'bakery:cleo', kind: 'human' },
        },
      ],
    });
  });

  it('in binary mode: needs the kept headers and the body, nothing else', () => {
    const { headers, body } = sample('binary');
    const kept = keptHeaders(cloudevents.headers, {
      ...headers,
      authorization: 'Bearer x',
      host: 'example.org',
    });
    expect(kept).toEqual(headers);
    expect(typesOf(outcomeOf({ headers: kept, body }))).toEqual(['item.closed']);
  });

  it('in batch mode: every event that says something', () => {
    expect(typesOf(outcomeOf(sample('batch')))).toEqual([
      'change.opened',
      'change.merged',
      'artifact.published',
      'deployment.finished',
      'deployment.finished',
    ]);
  });

  it('with one broken event is rejected whole, and says which and why', () => {
    const { headers, body } = sample('batch');
    const batch = structuredClone(body) as { data: { subject: { content: object } } }[];
    batch[3]!.data.subject.content = { artifactId: 'pkg:oci/till' };
    expect(outcomeOf({ headers, body: batch })).toEqual({
      outcome: 'rejected',
      reason: expect.stringMatching(/^3\.data\.subject\.content\.environment: /),
    });
  });

  it('with an event of ours that our vocabulary refuses is rejected with its place', () => {
    const { headers, body } = sample('own-commit');
    const broken = { ...(body as object), data: { ...(body as { data: object }).data, sha: 'HEAD' } };
    expect(outcomeOf({ headers, body: broken })).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^0\.data\.sha: /),
    });
  });

  it('that is no JSON is rejected with the reason', () => {
    expect(
      outcomeOf({ headers: { 'content-type': 'application/cloudevents+json' }, body: '{"id": ' }),
    ).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^The body could not be read: .*JSON/),
    });
  });

  it('of another tool, or of nothing, is ignored with the reason', () => {
    expect(outcomeOf(sample('of-another-tool'))).toEqual({
      outcome: 'ignored',
      reason: 'Throughline does not know the type "com.example.scale.calibrated".',
    });
    const { headers } = sample('batch');
    expect(outcomeOf({ headers, body: [] })).toEqual({ outcome: 'ignored', reason: 'The batch is empty.' });
  });

  it('has the key of its event when it is one, and that of its body when it is a batch', () => {
    expect(cloudevents.deliveryKey?.(requestOf(sample('structured')))).toEqual(expect.any(String));
    expect(cloudevents.deliveryKey?.(requestOf(sample('batch')))).toBeUndefined();
  });
});

/** The sample with one value somewhere inside replaced, or one member taken out. */
const mutated = ({ headers, body }: Sample): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }),
      fc.oneof(fc.jsonValue(), fc.constant(undefined)),
    )
    .map(([steps, value]) => ({ headers, body: replaced(body, steps, value) }));

const replaced = (node: unknown, [step = 0, ...rest]: number[], value: unknown): unknown => {
  if (typeof node !== 'object' || node === null || Object.keys(node).length === 0) return value;
  const keys = Object.keys(node);
  const key = keys[step % keys.length]!;
  const member =
    step % 3 === 0 && rest.length < 9 ? value : replaced(node[key as keyof typeof node], rest, value);
  if (Array.isArray(node)) return node.with(Number(key), member);
  return { ...node, [key]: member };
};

describe('a sample with something in it changed', () => {
  it.each([cloudevents, cdevents])(
    'never throws, nor tells a fact that our vocabulary refuses ($id)',
    (source) => {
      fc.assert(
        fc.property(fc.constantFrom(...samples).chain(mutated), (delivery) => {
          const request = requestOf(delivery);
          const outcome = interpretRequest(source, request);
          expect(interpretRequest(source, request)).toEqual(outcome);
          // An event that the vocabulary refuses is found with its place in the batch, before the last check of all.
          if (outcome.outcome === 'rejected') expect(outcome.reason).toMatch(/^(\d+(\.|:)|body: |The body)/);
          source.deliveryKey?.(request);
        }),
        { numRuns: 1_500 },
      );
    },
  );

  it('in its bytes never throws either', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.uint8Array({ maxLength: 4 }),
        (delivery, at, bytes) => {
          const { headers, body } = requestOf(delivery);
          const place = at % (body.length + 1);
          const torn = Buffer.concat([body.subarray(0, place), bytes, body.subarray(place + 1)]);
          expect(() => interpretRequest(cloudevents, { headers, body: torn })).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });
});
