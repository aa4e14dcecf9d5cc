import { gitlab } from '../../src/sources/gitlab/index.js';
import { describeCollected, describeVectors, type Vector, withOneBitFlipped } from '../support/collected.js';
import { RECEPTION } from '../support/samples.js';

describeCollected(gitlab, [
  'deployment.json',
  'devlake_gitlab_api_merge_requests.json',
  'devlake_gitlab_api_pipeline.json',
  'devlake_gitlab_api_trigger_job.json',
  'issue.json',
  'job.json',
  'member.json',
  'note_merge_request.json',
  'pg-deployment-event.json',
  'pg-issue-event.json',
  'pg-merge-request-event.json',
  'pg-pipeline-event.json',
  'pg-system-team-member-added.json',
  'pipeline.json',
  'release.json',
  'resource_access_token_project.json',
  'tag_push.json',
]);

interface Signed extends Vector {
  readonly id: string;
}

describeVectors('gitlab', (vector) => {
  const { id, timestamp, secret, expected, body } = vector as Signed;
  const check = (signature: string, sent = Buffer.from(body!), seconds = 0): boolean =>
    gitlab.authenticate(
      {
        headers: { 'webhook-id': id, 'webhook-timestamp': timestamp!, 'webhook-signature': signature },
        body: sent,
      },
      { values: [secret] },
      { ...RECEPTION, now: new Date((Number(timestamp) + seconds) * 1_000) },
    ).ok;
  expect(check(expected)).toBe(true);
  for (const bent of withOneBitFlipped(expected)) expect(check(bent)).toBe(false);
  const bentBody = Buffer.from(body!);
  bentBody[3]! ^= 1;
  expect(check(expected, bentBody)).toBe(false);
  expect(check(expected, undefined, 299)).toBe(true);
  expect(check(expected, undefined, 301)).toBe(false);
});
