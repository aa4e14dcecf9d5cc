import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bitbucket } from '../../src/sources/bitbucket/index.js';
import { collectedAt, describeCollected, describeVectors, withOneBitFlipped } from '../support/collected.js';
import { RECEPTION } from '../support/samples.js';

describeCollected(bitbucket, [
  'cloud-issue-created.json',
  'cloud-issue-updated.json',
  'cloud-pull-request-created.json',
  'cloud-pull-request-declined.json',
  'cloud-pull-request-merged.json',
  'cloud-repo-commit-status-updated.json',
  'cloud-signed_payload.json',
  'devlake_bitbucket_api_deployments.json',
  'devlake_bitbucket_api_pipelines.json',
  'server-pr-merged.json',
  'server-pr-opened.json',
  'server-pr-reviewer-needs-work.json',
]);

/**
 * The body stands in a file beside, in which the names of people were masked later: what Bitbucket signed is another
 * body, so its signature must be refused, and the same secret must sign what is there.
 */
describeVectors('bitbucket-cloud', ({ secret, expected }) => {
  const body = readFileSync(collectedAt('bitbucket/cloud-signed_payload.json'));
  const check = (signature: string, sent = body): boolean =>
    bitbucket.authenticate(
      { headers: { 'x-hub-signature': signature }, body: sent },
      { values: [secret] },
      RECEPTION,
    ).ok;
  expect(check(expected)).toBe(!body.includes('person14@example.com'));
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  expect(check(signature)).toBe(true);
  for (const bent of withOneBitFlipped(signature)) expect(check(bent)).toBe(false);
  const bentBody = Buffer.from(body);
  bentBody[3]! ^= 1;
  expect(check(signature, bentBody)).toBe(false);
});
