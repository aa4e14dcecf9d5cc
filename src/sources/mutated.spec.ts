import fc from 'fast-check';
import { readSample, sampleNames } from '../../test/support/samples.js';
import { interpretRequest } from './interpret.js';
import { sources } from './registry.js';

const SAMPLES = sources.flatMap((source) => sampleNames(source.id).map((name) => [source.id, name] as const));
/** Ten thousand mutations in all, unless told otherwise. */
const RUNS = Math.ceil(Number(process.env['THROUGHLINE_MUTATIONS'] ?? 10_000) / SAMPLES.length);

/**
 * What somebody may send in place of anything; large ones are made when they are needed, to be shown short.
 * Made anew each time: one that stood in two places could be put into itself, and would carry the changes of the run before.
 */
const odd = fc.oneof(
  fc
    .constantFrom<unknown>(null, '', 0, -1, 1e308, true, [], {}, [[]], '\u0000\ud800')
    .map((value) => () => structuredClone(value)),
  fc.jsonValue().map((value) => () => structuredClone(value)),
  fc.constant(() => 'x'.repeat(20_000)),
  fc
    .constantFrom(60, 3_000)
    .map((depth) => () => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown),
);

interface Change {
  /** Which member, of all those of the body. */
  readonly place: number;
  readonly drop: boolean;
  readonly value: () => unknown;
}

const change: fc.Arbitrary<Change> = fc.record({ place: fc.nat(1_000), drop: fc.boolean(), value: odd });

type Holder = Record<string, unknown>;

const DEEPEST = 30;

const membersOf = (value: unknown, depth = 0): [Holder, string][] => {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [Holder, string],
    ...membersOf(holder[key], depth + 1),
  ]);
};

/** The body of a sample with some of its members gone or made into something else. */
const mutated = (body: unknown, changes: readonly Change[]): unknown => {
  const copy = structuredClone(body);
  for (const { place, drop, value } of changes) {
    const members = membersOf(copy);
    const [holder, key] = members[place % Math.max(members.length, 1)] ?? [];
    if (!holder || key === undefined) return value();
    if (drop) delete holder[key];
    else holder[key] = value();
  }
  return copy;
};

const bytesOf = (value: unknown, cut: number): Buffer => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return Buffer.from(text).subarray(0, Math.ceil(Buffer.byteLength(text) * cut));
};

describe.each(sources.map((source) => [source.id, source] as const))(
  'whatever becomes of a delivery of %s',
  (id, source) => {
    it.each(sampleNames(id))('it has an outcome: %s', (name) => {
      const { headers, body } = readSample(id, name);
      const cuts = fc.oneof(
        { weight: 4, arbitrary: fc.constant(1) },
        fc.double({ min: 0, max: 1, noNaN: true }),
      );
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), cuts, (changes, cut) => {
          const request = { headers, body: bytesOf(mutated(body, changes), cut) };
          const outcome = interpretRequest(source, request);
          expect(['accepted', 'ignored', 'rejected']).toContain(outcome.outcome);
          expect(() => source.deliveryKey?.(request)).not.toThrow();
        }),
        { numRuns: RUNS },
      );
    });
  },
);
