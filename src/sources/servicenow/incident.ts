import { linkTo } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import {
  acknowledged,
  assigned,
  type IncidentAbout,
  opened,
  reopened,
  resolved,
} from '../incident-events.js';
import { displayOf, fieldOf, nameOf, timeOf } from './record.js';
import { stateIn } from './states.js';
import {
  actorIn,
  causeOf,
  hasChanged,
  linksOf,
  personIn,
  placeIn,
  SOURCE,
  type Subject,
  titleOf,
} from './subject.js';

export const incidentEvents = (subject: Subject): DeliveryEvent[] => {
  const about = aboutOf(subject);
  return [...openings(subject, about), ...assignments(subject, about), ...moves(subject, about)];
};

const aboutOf = (subject: Subject): IncidentAbout => ({
  source: SOURCE,
  incident: subject.number,
  title: titleOf(subject),
  ...placeIn(subject),
  severity: displayOf(subject.row, 'priority') ?? displayOf(subject.row, 'severity'),
  causedBy: causeOf(subject),
  // People name it by its number alone.
  links: [linkTo.item(subject.number), ...linksOf(subject)],
});

const openings = (subject: Subject, about: IncidentAbout): DeliveryEvent[] => {
  const at = timeOf(subject.row, 'opened_at', 'sys_created_on');
  if (!at) return [];
  const actor = actorIn(subject, 'opened_by') ?? actorIn(subject, 'caller_id');
  return opened(about, { at, actor, revision: subject.count });
};

/** The count of writes tells one reassignment from another. */
const assignments = (subject: Subject, about: IncidentAbout): DeliveryEvent[] => {
  const person = personIn(subject, 'assigned_to');
  const team = nameOf(subject.row, 'assignment_group') ?? fieldOf(subject.row, 'assignment_group');
  const isNew = hasChanged(subject, 'assigned_to') || hasChanged(subject, 'assignment_group');
  if (!isNew || (person === undefined && team === undefined)) return [];
  const { at, by, count } = subject;
  return [assigned(about, { at, actor: by, key: String(count) }, { person, team })];
};

const IN_PROGRESS = '2';

const moves = (subject: Subject, about: IncidentAbout): DeliveryEvent[] => {
  const { row, previous, table, setting, at, by, count } = subject;
  const state = stateIn(row, table, setting.settings);
  if (!state || !hasChanged(subject, 'state')) return [];
  const wasClosed = previous !== undefined && stateIn(previous, table, setting.settings)?.isClosed === true;
  if (state.isClosed) {
    const end = timeOf(row, 'resolved_at', 'closed_at') ?? at;
    const actor = actorIn(subject, 'resolved_by') ?? actorIn(subject, 'closed_by') ?? by;
    return wasClosed ? [] : resolved(about, { at: end, actor }, displayOf(row, 'close_code'));
  }
  // A row that is written again while somebody works shows the same work: the first one is the closest to its start.
  const isRow = previous === undefined;
  const moment = isRow
    ? { at, actor: by, key: 'row', revision: Math.max(0, 1_000_000 - count) }
    : { at, actor: by, key: String(count) };
  const again = wasClosed ? [reopened(about, moment)] : [];
  const isTaken = state.isActive || fieldOf(row, 'state') === IN_PROGRESS;
  return isTaken ? [...again, ...acknowledged(about, moment, personIn(subject, 'assigned_to'))] : again;
};
