import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Setting } from '../source.js';
import { approvalsIn } from './comments.js';
import { type Change, eventsOf, firstState, holdersAround } from './history.js';
import { common, idIn, incidentOpened, itemCreated, person, type Subject } from './item.js';
import type { IssueRecord } from './payload.js';
import type { JiraSettings } from './settings.js';
import { categoriesFor } from './states.js';

/** The API's changelog corrects what a webhook told of the same entry. */
const EXACT = 1;

/** All that one issue of the API tells: its whole history, with the ids that webhooks give. */
export const eventsOfRecord = (
  { issue, categories }: IssueRecord,
  setting: Setting<JiraSettings>,
): DeliveryEvent[] => {
  const subject: Subject = {
    issue,
    setting,
    categoryOf: categoriesFor(issue, setting.settings, categories),
  };
  const histories = (issue.changelog?.histories ?? [])
    .flatMap((history) => (history.created ? [{ ...history, at: history.created }] : []))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.id) - Number(b.id)));
  const { after } = holdersAround(subject, histories);
  const changes = histories.map(
    ({ id, at, author, items }, i): Change => ({
      id,
      at,
      actor: person(subject, author),
      items,
      revision: EXACT,
      holder: after[i]!,
    }),
  );
  const isWhole = issue.changelog !== undefined && (issue.changelog.total ?? 0) <= histories.length;
  return [
    ...itemCreated(subject),
    ...incidentOpened(subject),
    ...(isWhole ? beginning(subject, histories) : []),
    ...changes.flatMap((change) => eventsOf(subject, change)),
    ...approvalsIn(subject, issue.fields?.comment?.comments ?? []),
  ];
};

/** The state and the holder that the item had when it was created: no entry of a changelog tells them. */
export const beginning = (subject: Subject, changes: readonly Pick<Change, 'items'>[]): DeliveryEvent[] => {
  const { issue, categoryOf } = subject;
  const at = issue.fields?.created;
  const state = firstState(issue, changes);
  const holder = holdersAround(subject, changes).before;
  if (!at) return [];
  const told = { ...common(subject), at, actor: person(subject, issue.fields?.creator) };
  const category = state && categoryOf(state);
  return [
    ...(state
      ? [
          {
            ...told,
            type: 'item.moved' as const,
            id: idIn(subject, 'item.moved', 'created'),
            to: state.name,
            active: category === undefined ? undefined : category === 'active',
          },
        ]
      : []),
    ...(holder.person || holder.team
      ? [
          {
            ...told,
            type: 'item.assigned' as const,
            id: idIn(subject, 'item.assigned', 'created'),
            ...holder,
          },
        ]
      : []),
  ];
};
