import type { Moment, PATH_EVENTS } from '../../projections/paths/moment.js';
import type { ConditionField } from './definition.js';

const WHO = ['person', 'team', 'line', 'actor'] as const;
const WHERE = ['environment', 'service', 'actor'] as const;

/** Which fields the events of a path can have. */
export const FIELDS_OF: Readonly<
  Record<(typeof PATH_EVENTS)[number] & Moment['type'], readonly ConditionField[]>
> = {
  'item.created': WHO,
  'item.moved': ['state', 'from', 'active', 'lifecycle', ...WHO],
  'item.assigned': WHO,
  'item.closed': ['status', ...WHO],
  'item.reopened': WHO,
  'handoff.offered': ['actor'],
  'handoff.accepted': ['actor'],
  'handoff.returned': ['actor'],
  'commit.recorded': [],
  'change.opened': ['actor'],
  'change.updated': ['status', 'actor'],
  'change.reviewed': ['status', 'actor'],
  'change.merged': ['actor'],
  'change.abandoned': ['actor'],
  'build.finished': ['status', 'actor'],
  'verification.finished': ['status', 'environment', 'actor'],
  'approval.requested': WHERE,
  'approval.decided': ['status', ...WHERE],
  'deployment.started': WHERE,
  'deployment.finished': ['status', ...WHERE],
};
