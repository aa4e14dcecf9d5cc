import { readFileSync } from 'node:fs';
import { bitbucket } from '../../src/sources/bitbucket/index.js';
import { collectedAt, describeCollected, describeVectors, withOneBitFlipped } from '../support/collected.js';
import { RECEPTION } from '../support/samples.js';

describeCollected(bitbucket, []);

/** The body that was signed stands in a file beside. */
describeVectors('bitbucket-cloud', ({ secret, expected }) => {
  const body = readFileSync(collectedAt('bitbucket/cloud-signed_payload.json'));
  const check = (signature: string, sent = body): boolean =>
    bitbucket.authenticate(
      { headers: { 'x-hub-signature': signature }, body: sent },
      { values: [secret] },
      RECEPTION,
    ).ok;
  expect(check(expected)).toBe(true);
  for (const bent of withOneBitFlipped(expected)) expect(check(bent)).toBe(false);
  const bentBody = Buffer.from(body);
  bentBody[3]! ^= 1;
  expect(check(expected, bentBody)).toBe(false);
});
