import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { linksTo, textAt, timeAt } from '../forge.js';
import { type Fields, fieldsOf, listOf, pageOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import {
  approvalsOf,
  changeApproved,
  changeCommon,
  factsOf,
  headOf,
  type MergeRequest,
  mergeRequestOf,
} from './merge-request.js';
import { actorOf, type Record, repositoryIn } from './parts.js';

const NO_PROJECT = 'The record does not tell of which project and merge request it is.';

/** A merge request as the API tells it, with its approvals where they were read along. */
export const interpretMergeRequestRecord = ({ value, settings }: Record): Told => {
  const repo = repositoryIn({ value });
  const mr = repo && mergeRequestOf(repo, value, settings);
  return mr ? told(...factsOf(mr), ...approvalsOf(mr)) : ignored(NO_PROJECT);
};

/** A webhook tells what the merge request is, what was done to it just now, and by whom. */
export const interpretMergeRequest = (record: Record): Told => {
  const { value, settings } = record;
  const repo = repositoryIn(record, 'object_attributes.target', 'project');
  const attributes = fieldsOf(value['object_attributes']);
  const people = [value['user'], ...listOf(value['assignees']), ...listOf(value['reviewers'])];
  const mr = repo && mergeRequestOf(repo, attributes, settings, people);
  if (!mr) return ignored(NO_PROJECT);
  const by = actorOf(repo.host, value['user'], settings);
  return told(...factsOf(mr, by), ...actsOf(mr, value, by));
};

const actsOf = (mr: MergeRequest, value: Fields, by: Actor | undefined): DeliveryEvent[] => {
  const { updatedAt: at } = mr;
  const action = textAt(mr.told, 'action');
  if (!at) return [];
  switch (action) {
    case 'approved':
    case 'approval':
      return by ? [changeApproved(mr, by, at, headOf(mr))] : [];
    case 'unapproved':
    case 'unapproval':
      return [withdrawn(mr, { at, by })];
    case 'reopen':
      return [changeUpdated(mr, { at, by, action: 'reopened' })];
    case 'update':
      return updatesOf(mr, value, { at, by });
    default:
      return [];
  }
};

interface Act {
  readonly at: string;
  readonly by: Actor | undefined;
}

/** A push takes all approvals back at once where a project asks so; whose they were is not told. */
const withdrawn = (mr: MergeRequest, { at, by }: Act): DeliveryEvent => {
  if (mr.told['system'] === true) return changeUpdated(mr, { at, by, action: 'approvals_reset' });
  return changeReviewed(mr, { at, by, decision: 'dismissed' });
};

const changeUpdated = (
  mr: MergeRequest,
  { at, by, action }: Act & { action: string },
): EventOf<'change.updated'> => ({
  ...changeCommon(mr),
  type: 'change.updated',
  id: eventId('change.updated', mr.repo.id, mr.iid, action, at),
  at,
  actor: by,
  action,
  headSha: headOf(mr),
  links: linksTo(mr.repo, { shas: [headOf(mr)], change: mr.iid }),
});

interface Review extends Act {
  readonly decision: EventOf<'change.reviewed'>['decision'];
}

const changeReviewed = (mr: MergeRequest, { at, by, decision }: Review): EventOf<'change.reviewed'> => ({
  ...changeCommon(mr),
  type: 'change.reviewed',
  id: eventId('change.reviewed', mr.repo.id, mr.iid, decision, by?.id ?? '', at),
  at,
  actor: by,
  decision,
  headSha: headOf(mr),
  links: linksTo(mr.repo, { shas: [headOf(mr)], change: mr.iid }),
});

/** One update may be several things: new commits, a draft that is ready, reviewers who are asked or who have spoken. */
const updatesOf = (mr: MergeRequest, value: Fields, act: Act): DeliveryEvent[] => {
  const changes = fieldsOf(value['changes']);
  const { asked, refused } = reviewersIn(mr, changes);
  const actions = [
    textAt(mr.told, 'oldrev') ? 'synchronized' : undefined,
    draftAction(changes),
    asked ? 'review_requested' : undefined,
  ].filter((action) => action !== undefined);
  const updates = actions.map((action) => changeUpdated(mr, { ...act, action }));
  const reviews = refused.map((by) => changeReviewed(mr, { ...act, by, decision: 'changes_requested' }));
  if (updates.length + reviews.length > 0) return [...updates, ...reviews];
  return [changeUpdated(mr, { ...act, action: 'updated' })];
};

const draftAction = (changes: Fields): string | undefined => {
  const draft = fieldsOf(changes['draft'] ?? changes['work_in_progress']);
  if (draft['previous'] === true && draft['current'] === false) return 'ready_for_review';
  return draft['previous'] === false && draft['current'] === true ? 'converted_to_draft' : undefined;
};

const reviewersIn = (mr: MergeRequest, changes: Fields) => {
  const { previous, current } = fieldsOf(changes['reviewers']);
  const before = new Map(listOf(previous).map((one) => [textAt(one, 'username'), fieldsOf(one)]));
  const now = listOf(current).map(fieldsOf);
  const isNew = (one: Fields, state: string): boolean =>
    one['state'] === state && before.get(textAt(one, 'username'))?.['state'] !== state;
  return {
    asked: now.some((one) => !before.has(textAt(one, 'username')) || one['re_requested'] === true),
    refused: now
      .filter((one) => isNew(one, 'requested_changes'))
      .map((one) => actorOf(mr.repo.host, one, mr.settings))
      .filter((actor) => actor !== undefined),
  };
};

/** A comment on a merge request is a review without a verdict. */
export const interpretNote = (record: Record): Told => {
  const { value, settings } = record;
  const note = fieldsOf(value['object_attributes']);
  if (note['noteable_type'] !== 'MergeRequest')
    return ignored(`A comment on ${textAt(note, 'noteable_type') ?? 'something'} moves no work.`);
  if (note['system'] === true)
    return ignored('GitLab wrote the comment itself; events of their own tell it.');
  const repo = repositoryIn(record, 'project');
  const mr = repo && mergeRequestOf(repo, fieldsOf(value['merge_request']), settings, [value['user']]);
  const [id, at] = [textAt(note, 'id'), timeAt(note, 'created_at')];
  if (!mr || !id || !at) return ignored(NO_PROJECT);
  return told(...factsOf(mr), {
    ...changeReviewed(mr, { at, by: actorOf(repo.host, value['user'], settings), decision: 'commented' }),
    id: eventId('change.reviewed', mr.repo.id, mr.iid, 'note', id),
    url: pageOf(note['url']),
  });
};
