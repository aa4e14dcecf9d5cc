import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { deliveryEvent } from '../../src/events/vocabulary.js';
import { interpretRequest } from '../../src/sources/interpret.js';
import type { AnySource } from '../../src/sources/source.js';
import { RECEPTION } from './samples.js';

/** Payloads that systems really sent, collected by others, in a folder beside this repository. */
const shared = new URL('../../../shared/payloads/', import.meta.url);

const describeIf = (place: URL, what: string, tests: () => void): void => {
  if (existsSync(place)) describe(what, tests);
  else describe.skip(what, () => it(`skipped, because ${place.pathname} is not there`, () => {}));
};

const TYPES: readonly [RegExp, string][] = [
  [/\.json$/, 'application/json'],
  [/\.jsonl$/, 'application/x-ndjson'],
  [/\.ya?ml$/, 'application/yaml'],
];

const contentTypeOf = (file: string): string =>
  TYPES.find(([ending]) => ending.test(file))?.[1] ?? 'text/plain';

/**
 * Every file of the system's folder must be understood: facts that the vocabulary takes, or a reason why there are none.
 *
 * @param accepted how many of the files hold facts.
 */
export const describeCollected = (source: AnySource, accepted: number): void => {
  const folder = new URL(`${source.id}/`, shared);
  describeIf(folder, `the payloads of ${source.title} that were collected from elsewhere`, () => {
    const files = readdirSync(folder).filter((file) => file !== 'SOURCE.txt');
    const outcomeOf = (file: string) =>
      interpretRequest(source, {
        headers: { 'content-type': contentTypeOf(file) },
        body: readFileSync(new URL(file, folder)),
      });

    it.each(files)('%s', (file) => {
      const outcome = outcomeOf(file);
      if (outcome.outcome !== 'accepted')
        return expect(outcome).toEqual({ outcome: 'ignored', reason: expect.stringMatching(/\w.*\.$/) });
      expect(outcome.events.length).toBeGreaterThan(0);
      for (const event of outcome.events)
        expect(deliveryEvent.safeParse(event)).toMatchObject({ success: true });
      expect(outcomeOf(file)).toEqual(outcome);
    });

    it('hold facts, not only reasons', () => {
      const found = files.filter((file) => outcomeOf(file).outcome === 'accepted');
      expect(found.length).toBeGreaterThanOrEqual(accepted);
    });
  });
};

interface Vector {
  readonly system: string;
  readonly secret: string;
  readonly body: string;
  readonly expected: string;
}

/** Signatures that are known to be right are taken, and none of them with one bit turned over. */
export const describeVectors = (source: AnySource, header: string): void => {
  const place = new URL('_signature-vectors/vectors.json', shared);
  describeIf(place, `the signatures that are known of ${source.title}`, () => {
    const all = JSON.parse(readFileSync(place, 'utf8')) as Vector[];
    const known = all.filter(({ system }) => system === source.id);

    it('are there', () => expect(known.length).toBeGreaterThan(0));

    it.each(known.map((vector): [string, Vector] => [vector.body.slice(0, 40), vector]))(
      '%s',
      (_, vector) => {
        const check = (signature: string, body = Buffer.from(vector.body)): boolean =>
          source.authenticate(
            { headers: { [header]: signature }, body },
            { values: [vector.secret] },
            RECEPTION,
          ).ok;
        expect(check(vector.expected)).toBe(true);
        for (let i = 0; i < vector.expected.length; i += 1) {
          const bent = Buffer.from(vector.expected);
          bent[i]! ^= 1;
          expect(check(bent.toString('latin1'))).toBe(false);
        }
        const body = Buffer.from(vector.body);
        body[0]! ^= 1;
        expect(check(vector.expected, body)).toBe(false);
      },
    );
  });
};
