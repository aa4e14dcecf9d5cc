import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { deliveryEvent } from '../../src/events/vocabulary.js';
import { interpretRequest } from '../../src/sources/interpret.js';
import type { AnySource, RawRequest } from '../../src/sources/source.js';

/** Payloads that systems really sent, collected by others in a folder beside this repository. */
const candidates = ['../../../shared/payloads/', '../../../../shared/payloads/'].map(
  (path) => new URL(path, import.meta.url),
);
const payloads = candidates.find((folder) => existsSync(folder)) ?? candidates[0]!;

export const collectedAt = (path: string): URL => new URL(path, payloads);

export const describeIf = (place: URL, what: string, tests: () => void): void => {
  if (existsSync(place)) describe(what, tests);
  else describe.skip(what, () => it(`skipped, because ${place.pathname} is not there`, () => {}));
};

const TYPES = new Map([
  ['.json', 'application/json'],
  ['.xml', 'text/xml'],
  ['.yaml', 'application/x-yaml'],
  ['.log', 'text/plain'],
]);

const requestOfFile = (file: URL): RawRequest => ({
  headers: { 'content-type': TYPES.get(extname(file.pathname)) ?? 'text/plain' },
  body: readFileSync(file),
});

/** Holds every file of a system's folder to: accepted with sound events, or ignored with a reason; always alike. */
export const describeCollected = (source: AnySource, accepted: readonly string[]): void => {
  const folder = collectedAt(`${source.id}/`);
  describeIf(folder, `the payloads of ${source.title} that were collected from elsewhere`, () => {
    const files = readdirSync(folder).filter((file) => file !== 'SOURCE.txt');

    it.each(files)('%s', (file) => {
      const request = requestOfFile(new URL(file, folder));
      const outcome = interpretRequest(source, request);
      expect(interpretRequest(source, request)).toEqual(outcome);
      expect(outcome).toMatchObject({ outcome: accepted.includes(file) ? 'accepted' : 'ignored' });
      if (outcome.outcome !== 'accepted') return expect(outcome.reason).toMatch(/\w/);
      expect(outcome.events.length).toBeGreaterThan(0);
      for (const event of outcome.events) expect(deliveryEvent.parse(event)).toEqual(event);
    });
  });
};

export interface Vector {
  readonly system: string;
  readonly secret: string;
  readonly expected: string;
  readonly body?: string;
  readonly timestamp?: string;
  readonly url?: string;
  readonly trigger?: string;
  readonly executionId?: string;
}

const vectors = collectedAt('_signature-vectors/vectors.json');

export const describeVectors = (system: string, test: (vector: Vector) => void): void =>
  describeIf(vectors, `the known signatures of ${system}`, () => {
    const all = JSON.parse(readFileSync(vectors, 'utf8')) as Vector[];
    const known = all.filter((vector) => vector.system === system);

    it('are there', () => expect(known.length).toBeGreaterThan(0));

    it.each(known)('$expected', test);
  });

/** Every text that differs from a signature in one bit of its last 64 characters. */
export const withOneBitFlipped = (signature: string): string[] => {
  const start = Math.max(0, signature.length - 64);
  return Array.from({ length: (signature.length - start) * 4 }, (_, i) => {
    const bytes = Buffer.from(signature);
    bytes[start + (i >> 2)]! ^= 1 << (i & 3);
    return bytes.toString('latin1');
  });
};
