import type { Definition } from '../metric.js';

const HANDOFF =
  'A handoff is two consecutive events of one item (by time, then by order in their source) whose known holders differ ' +
  'at the level: person, team or line. An event that says no holder leaves the item where it is. The wait is the time ' +
  'from the earlier event to the later one, or from offered to accepted where the source says so. A change request goes ' +
  'from its author to each reviewer and to whoever merges and deploys it, an approval from who asks to who decides. A ' +
  'handoff bounced when the item came back from the receiver to the giver (A, B, A), or was returned, rejected or ' +
  'reopened; a change request, which comes back with every approval, only when changes were asked for. The range ' +
  'selects by the later event. What is not handed on yet is counted apart (waiting).';

/** Of the waits in the matrix. */
export const handoffWait: Definition = {
  id: 'HANDOFF_WAIT',
  version: 1,
  title: 'Waiting at handoffs',
  unit: 'seconds',
  better: 'lower',
  text: HANDOFF,
};

export const handoffBusinessWait: Definition = {
  ...handoffWait,
  id: 'HANDOFF_BUSINESS_WAIT',
  title: 'Waiting at handoffs, in business hours',
  text:
    `${HANDOFF} Time counts while the team that is waited for works, by its calendar or the default one; a handoff to ` +
    'a team without a calendar is not measured (NO_CALENDAR).',
};
