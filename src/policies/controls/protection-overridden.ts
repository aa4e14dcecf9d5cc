import { z } from 'zod';
import { type History, idsOf, isChangeRequest, ofType } from '../history.js';
import { samePerson, whoIs } from '../people.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({});

/** Words of forges for a merge that its own rules would not have allowed. */
const OVERRIDE = /overrid|bypass|admin_merge/i;

export const protectionOverridden: Policy<z.infer<typeof parameters>> = {
  id: 'protection-overridden',
  version: 1,
  title: 'No administrator merged over the protection of the branch',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, nist('CM-5')],
  parameters,
  check: (history) => {
    if (!isChangeRequest(history.subject)) return undefined;
    const overrides = ofType(history.events, 'change.updated').filter(({ action }) => OVERRIDE.test(action));
    if (overrides.length > 0) {
      const who = overrides[0]!.actor?.id ?? 'somebody';
      return fail(`${who} overrode the protection of the branch.`, idsOf(overrides));
    }
    const merged = ofType(history.events, 'change.merged');
    const refused = standingRefusals(history, merged[0]?.at);
    if (refused.length > 0)
      return fail('It was merged while a reviewer still asked for changes.', idsOf(refused));
    if (merged.length === 0) return unknown('Nobody told of its merge.');
    return pass('It was merged, and nobody told of an override.', idsOf(merged));
  },
};

/** Reviewers whose last word before the merge was that it needs changes. */
const standingRefusals = ({ events, people }: History, mergedAt: string | undefined) => {
  const reviews = ofType(events, 'change.reviewed').filter(
    ({ at, decision }) => decision !== 'commented' && (mergedAt === undefined || at <= mergedAt),
  );
  return reviews.filter((review, i) => {
    if (review.decision !== 'changes_requested' || !review.actor) return false;
    const reviewer = whoIs(people, review.actor, review.at);
    const later = reviews.slice(i + 1);
    return !later.some(
      ({ actor, at, decision }) =>
        (actor && samePerson(whoIs(people, actor, at), reviewer)) || (!actor && decision === 'dismissed'),
    );
  });
};
