import { z } from 'zod';
import { isOverride } from '../../events/override.js';
import type { EventOf } from '../../events/vocabulary.js';
import { type History, idsOf, isChangeRequest, ofType } from '../history.js';
import { samePerson, whoIs } from '../people.js';
import { CHANGE_MANAGEMENT, fail, nist, type Policy, pass, unknown } from '../policy.js';

const parameters = z.strictObject({});

export const protectionOverridden: Policy<z.infer<typeof parameters>> = {
  id: 'protection-overridden',
  version: 2,
  title: 'No administrator merged over the protection of the branch',
  about: 'CHANGE',
  controls: [...CHANGE_MANAGEMENT, nist('CM-5')],
  parameters,
  check: (history) => {
    const overrides = history.events.filter(isOverride);
    if (overrides.length > 0) {
      const [{ actor, at, detail }] = overrides as [EventOf<'resource.changed'>];
      const who = actor ? whoIs(history.people, actor, at).name : 'Somebody unknown';
      const why = detail ? `: ${detail.slice(0, 200)}` : '';
      return fail(`${who} overrode the protection of the branch${why}.`, idsOf(overrides));
    }
    if (!isChangeRequest(history.subject)) return undefined;
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
