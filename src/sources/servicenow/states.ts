import { displayOf, fieldOf, type Row } from './record.js';
import type { ServicenowSettings } from './settings.js';

/** The states that ServiceNow ships; companies add to them, so the name that people see goes first. */
const NAMES: { readonly [table: string]: { readonly [state: string]: string } } = {
  change_request: {
    '-5': 'New',
    '-4': 'Assess',
    '-3': 'Authorize',
    '-2': 'Scheduled',
    '-1': 'Implement',
    '0': 'Review',
    '3': 'Closed',
    '4': 'Canceled',
  },
  change_task: {
    '-5': 'Pending',
    '1': 'Open',
    '2': 'In Progress',
    '3': 'Closed',
    '4': 'Canceled',
  },
  incident: {
    '1': 'New',
    '2': 'In Progress',
    '3': 'On Hold',
    '6': 'Resolved',
    '7': 'Closed',
    '8': 'Canceled',
  },
};

const ACTIVE = ['implement', 'in progress', 'work in progress'];
const CLOSED = [
  'closed',
  'closed complete',
  'closed incomplete',
  'closed skipped',
  'canceled',
  'cancelled',
  'resolved',
];

export interface State {
  readonly name: string;
  readonly isActive: boolean;
  readonly isClosed: boolean;
}

export const stateIn = (row: Row, table: string, settings: ServicenowSettings): State | undefined => {
  const value = fieldOf(row, 'state');
  if (value === undefined) return undefined;
  const shown = displayOf(row, 'state');
  const shipped = NAMES[table]?.[value];
  const name = shown && shown !== value ? shown : (shipped ?? value);
  const isIn = (set: readonly string[] | undefined, usual: readonly string[]): boolean =>
    set
      ? set.some((one) => one === value || one.toLowerCase() === name.toLowerCase())
      : usual.includes(name.toLowerCase());
  return {
    name,
    isActive: isIn(settings.activeStates, ACTIVE),
    isClosed: isIn(settings.closedStates, CLOSED),
  };
};
