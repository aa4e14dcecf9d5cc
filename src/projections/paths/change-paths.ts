import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import type { Delivery, ToldChange } from '../told-changes.js';
import { type Moment, momentOf } from './moment.js';
import type { Path } from './path.js';
import { writePaths } from './write-paths.js';

/** Folds the paths of change requests: their own events, what was built and approved for them, and where they were delivered. */
export const updateChangePaths = (db: Db, changes: readonly ToldChange[]): Promise<void> =>
  writePaths(db, changes.map(changePath));

const AROUND: readonly DeliveryEvent['type'][] = [
  'build.finished',
  'verification.finished',
  'approval.requested',
  'approval.decided',
];

const changePath = ({ repo, item, events, own, deliveries }: ToldChange): Path => {
  const ownOnes = new Set(own);
  const told = events
    .filter((event) => ownOnes.has(event) || AROUND.includes(event.type))
    .flatMap((event) => momentOf(event) ?? []);
  const moments = own.length > 0 ? [...firstCommit(own), ...told, ...deliveries.flatMap(delivered)] : [];
  return {
    item,
    kind: 'CHANGE',
    title: own.map((event) => ('title' in event ? event.title : undefined)).findLast((title) => title),
    type: undefined,
    repo,
    moments: moments.sort((a, b) => a.at - b.at),
  };
};

/** Its first commit, where its source tells when that was made. */
const firstCommit = (own: readonly DeliveryEvent[]): Moment[] => {
  const [first] = own
    .flatMap((event) => ('firstCommitAt' in event && event.firstCommitAt ? [event.firstCommitAt] : []))
    .sort();
  return first === undefined ? [] : [{ at: Date.parse(first), type: 'commit.recorded' }];
};

const delivered = ({ started_at, at, service, environment, actor_id }: Delivery): Moment[] => {
  const common = { environment, service, ...(actor_id !== null && { actor: actor_id }) };
  return [
    ...(started_at && started_at <= at
      ? [{ at: started_at.getTime(), type: 'deployment.started' as const, ...common }]
      : []),
    { at: at.getTime(), type: 'deployment.finished', status: 'success', ...common },
  ];
};
