import { z } from 'zod';
import { artifactKeysOf } from '../../projections/keys.js';
import { isSameSha, mergedHead } from '../approvals.js';
import { type History, idsOf, isChangeRequest, ofType } from '../history.js';
import { CHANGE_MANAGEMENT, fail, nist, type Opinion, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({});

export const builtFromReviewedCommit: Policy<z.infer<typeof parameters>> = {
  id: 'built-from-reviewed-commit',
  version: 1,
  title: 'What runs was built from the commit that was reviewed',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, nist('CM-5')],
  parameters,
  check: (history) => {
    if (!history.deployed || !isChangeRequest(history.subject)) return undefined;
    const review = judgeReview(history);
    if (review.verdict === 'FAIL') return review;
    const build = judgeBuild(history);
    if (build.verdict === 'FAIL' || review.verdict === 'PASS') return build;
    return review;
  },
};

/** The last approval before the deployment saw the state that was merged. */
const judgeReview = (history: History): Opinion => {
  const reviews = ofType(history.events, 'change.reviewed').filter(
    ({ decision, at }) => decision === 'approved' && at <= history.deployed!.startedAt,
  );
  if (reviews.length === 0) return fail('No approved review came before its deployment.', []);
  const head = mergedHead(history);
  const seen = reviews.filter(({ headSha }) => headSha !== undefined);
  if (!head || seen.length === 0)
    return unknown('Which commit was reviewed, or which was merged, is not known.', idsOf(reviews));
  const right = seen.filter(({ headSha }) => isSameSha(headSha!, head));
  if (right.length > 0) return pass('The merged commit was reviewed.', idsOf(right));
  return fail(`The merged commit ${head.slice(0, 10)} is not the one that was reviewed.`, idsOf(reviews));
};

/** The deployed artifact was published from the commit that the deployment delivers. */
const judgeBuild = ({ deployed, subject, shas, events }: History): Opinion => {
  const { artifacts, sha, evidence } = deployed!;
  const merged = ofType(events, 'change.merged');
  if (artifacts.length === 0) {
    if (sha === undefined) return unknown('Which commit was deployed is not known.');
    return pass(`Commit ${sha.slice(0, 10)}, which contains ${subject.name}, was reviewed and deployed.`, [
      ...idsOf(merged),
    ]);
  }
  const published = ofType([...events, ...evidence], 'artifact.published').filter((event) =>
    artifactKeysOf(event).some((key) => artifacts.includes(key)),
  );
  const told = published.filter((event) => event.sha !== undefined);
  if (told.length === 0)
    return unknown('Nobody told from which commit the deployed artifact was built.', idsOf(published));
  const wrong = told.filter((event) => !isExpected(event.sha!, sha, shas));
  if (wrong.length > 0)
    return fail(
      `The deployed artifact was built from ${wrong[0]!.sha!.slice(0, 10)}, which is not the commit that was deployed.`,
      idsOf(wrong),
    );
  return pass(`The deployed artifact was built from ${told[0]!.sha!.slice(0, 10)}.`, [
    ...idsOf(told),
    ...idsOf(merged),
  ]);
};

const isExpected = (built: string, deployed: string | undefined, shas: readonly string[]): boolean =>
  (deployed !== undefined && isSameSha(built, deployed)) || shas.some((sha) => isSameSha(built, sha));
