import { linkList, linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { displayOf, fieldOf, nameOf, timeOf } from './record.js';
import { type State, stateIn } from './states.js';
import {
  actorIn,
  hasChanged,
  idIn,
  linksOf,
  personIn,
  placeIn,
  revisionOf,
  SOURCE,
  type Subject,
  titleOf,
  userActor,
} from './subject.js';

/** A change request or a task of one: an item with a window in which it may be carried out. */
export const taskEvents = (subject: Subject): DeliveryEvent[] => [
  ...created(subject),
  ...moved(subject),
  ...assigned(subject),
  ...approval(subject),
];

const common = (subject: Subject) => {
  const { row, table, number } = subject;
  const kind = displayOf(row, 'type') ?? table.replaceAll('_', ' ');
  return {
    source: SOURCE,
    item: number,
    title: titleOf(subject),
    kind: kind.toLowerCase(),
    risk: displayOf(row, 'risk'),
    plannedFrom: timeOf(row, 'start_date', 'planned_start_date'),
    plannedTo: timeOf(row, 'end_date', 'planned_end_date'),
    links: linkList(...linksOf(subject)),
  };
};

/** An auditor reads how it would be taken back; what runs on for longer is read where it was written. */
const LONGEST_PLAN = 10_000;

const created = (subject: Subject): DeliveryEvent[] => {
  const { row, count, setting } = subject;
  const at = timeOf(row, 'sys_created_on', 'opened_at');
  if (!at) return [];
  const creator = userActor(fieldOf(row, 'sys_created_by'), setting.source);
  const requester = actorIn(subject, 'requested_by');
  return [
    {
      ...common(subject),
      type: 'item.created',
      id: idIn(subject, 'item.created'),
      at,
      // The plan and the risk may change until it is carried out: what was written last counts.
      revision: count,
      actor: creator ?? actorIn(subject, 'opened_by'),
      initiator: requester,
      backOut: fieldOf(row, 'backout_plan')?.slice(0, LONGEST_PLAN),
    },
  ];
};

const before = (subject: Subject): State | undefined =>
  subject.previous && stateIn(subject.previous, subject.table, subject.setting.settings);

const moved = (subject: Subject): DeliveryEvent[] => {
  const state = stateIn(subject.row, subject.table, subject.setting.settings);
  if (!state || !hasChanged(subject, 'state')) return [];
  const { at, count, by } = subject;
  const from = before(subject);
  const told = { ...common(subject), at, actor: by, revision: revisionOf(subject) };
  const move: DeliveryEvent = {
    ...told,
    type: 'item.moved',
    id: idIn(subject, 'item.moved', count),
    from: from?.name,
    to: state.name,
    active: state.isActive,
  };
  if (state.isClosed && !from?.isClosed) return [move, closed(subject)];
  if (!from?.isClosed || state.isClosed) return [move];
  return [move, { ...told, type: 'item.reopened', id: idIn(subject, 'item.reopened', count) }];
};

const closed = (subject: Subject): DeliveryEvent => {
  const at = timeOf(subject.row, 'closed_at') ?? subject.at;
  return {
    ...common(subject),
    type: 'item.closed',
    id: idIn(subject, 'item.closed', at),
    at,
    actor: actorIn(subject, 'closed_by') ?? subject.by,
    resolution: displayOf(subject.row, 'close_code'),
  };
};

const assigned = (subject: Subject): DeliveryEvent[] => {
  const person = personIn(subject, 'assigned_to');
  const team = nameOf(subject.row, 'assignment_group') ?? fieldOf(subject.row, 'assignment_group');
  const isNew = hasChanged(subject, 'assigned_to') || hasChanged(subject, 'assignment_group');
  const isKnown = person !== undefined || team !== undefined || subject.previous !== undefined;
  if (!isNew || !isKnown) return [];
  const { at, count, by } = subject;
  return [
    {
      ...common(subject),
      type: 'item.assigned',
      id: idIn(subject, 'item.assigned', count),
      at,
      actor: by,
      revision: revisionOf(subject),
      person,
      team,
    },
  ];
};

const DECISIONS = new Map<string, 'granted' | 'rejected'>([
  ['approved', 'granted'],
  ['rejected', 'rejected'],
]);

/**
 * What the approvals of single people add up to; the approvers themselves stand in rows of their own. The first row that
 * shows it is the closest to the fact, so it has the highest revision.
 */
const approval = (subject: Subject): DeliveryEvent[] => {
  const { row, number, setting, id, count } = subject;
  const value = fieldOf(row, 'approval')?.toLowerCase() ?? '';
  const decision = DECISIONS.get(value);
  if ((!decision && value !== 'requested') || !hasChanged(subject, 'approval')) return [];
  const about = {
    source: SOURCE,
    at: timeOf(row, 'approval_set') ?? subject.at,
    revision: Math.max(0, 1_000_000 - count),
    approval: `${SOURCE}:${setting.source}/${id}`,
    ...placeIn(subject),
    links: linkList(linkTo.item(number), ...linksOf(subject)),
  };
  return decision
    ? [{ ...about, type: 'approval.decided', id: idIn(subject, 'approval.decided', decision), decision }]
    : [{ ...about, type: 'approval.requested', id: idIn(subject, 'approval.requested') }];
};
