import { type History, ofType } from './history.js';

/** What sort of change it is, in the words of its tickets. */
export const CHANGE_TYPES = ['normal', 'standard', 'emergency'] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

export const EMERGENCY = /emergency|expedited|break[- ]?glass/i;
const STANDARD = /\bstandard\b/i;

/** Anybody can call a change an emergency; what that costs them is the clock of the control for emergencies. */
export const typeOf = ({ events }: History): ChangeType => {
  const kinds = itemEvents(events).map(({ kind }) => kind ?? '');
  if (kinds.some((kind) => EMERGENCY.test(kind))) return 'emergency';
  return kinds.some((kind) => STANDARD.test(kind)) ? 'standard' : 'normal';
};

/** The last word on how dangerous it is; in lower case. */
export const riskOf = ({ events }: History): string | undefined =>
  itemEvents(events)
    .findLast(({ risk }) => risk)
    ?.risk?.toLowerCase();

export const itemEvents = (events: History['events']) =>
  ofType(events, 'item.created', 'item.moved', 'item.assigned', 'item.closed', 'item.reopened');
