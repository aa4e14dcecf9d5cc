import { eventId } from '../../events/event-id.js';
import { linkTo } from '../../events/links.js';
import type { EventOf } from '../../events/vocabulary.js';
import { person, revisionOf, SOURCE, type Subject } from './item.js';
import type { Comment } from './payload.js';
import { textOf } from './text.js';

type Decision = EventOf<'approval.decided'>['decision'];

const begins = (text: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => text.startsWith(phrase.toLowerCase()));

const decisionIn = ({ setting }: Subject, comment: Comment): Decision | undefined => {
  const text = textOf(comment.body).trim().toLowerCase();
  if (begins(text, setting.settings.rejectingComments)) return 'rejected';
  return begins(text, setting.settings.approvingComments) ? 'granted' : undefined;
};

const decided = (subject: Subject, comment: Comment, decision: Decision): EventOf<'approval.decided'> => ({
  source: SOURCE,
  type: 'approval.decided',
  id: eventId('approval.decided', SOURCE, subject.setting.source, 'comment', comment.id),
  at: comment.created!,
  revision: revisionOf(comment.updated ?? comment.created),
  actor: person(subject, comment.author),
  approval: `jira:${subject.setting.source}/${subject.issue.id}/comments/${comment.id}`,
  decision,
  comment: textOf(comment.body).trim().slice(0, 10_000),
  links: [linkTo.item(subject.issue.key)],
});

/** Comments that approve or reject by what they begin with. */
export const approvalsIn = (subject: Subject, comments: readonly Comment[]): EventOf<'approval.decided'>[] =>
  comments.flatMap((comment) => {
    const decision = decisionIn(subject, comment);
    return decision && comment.created ? [decided(subject, comment, decision)] : [];
  });

/** A comment that was deleted, or that no longer says so, approves nothing any more. */
export const withdrawn = (
  subject: Subject,
  comment: Comment,
  at: string | undefined,
): EventOf<'approval.decided'>[] => {
  const { approvingComments, rejectingComments } = subject.setting.settings;
  const since = at ?? comment.updated ?? comment.created;
  if (approvingComments.length + rejectingComments.length === 0 || !comment.created || !since) return [];
  return [
    {
      ...decided(subject, comment, 'rejected'),
      revision: revisionOf(since),
      retracted: true,
      comment: undefined,
    },
  ];
};
