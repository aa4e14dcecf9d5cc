import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Db } from '../../support/rows.js';
import type { Delivery, ToldChange } from '../told-changes.js';
import type { Path } from './path.js';
import { type ToldMoment, toldMoments } from './told-moment.js';
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

/** The moments of a change request's path with the events that tell of them, in order. */
export const changeMoments = ({ events, own, deliveries }: ToldChange): ToldMoment[] => {
  if (own.length === 0) return [];
  const ownOnes = new Set(own);
  const told = events.filter((event) => ownOnes.has(event) || AROUND.includes(event.type));
  const moments = [...firstCommit(own), ...toldMoments(told), ...deliveries.flatMap(delivered)];
  return moments.sort((a, b) => a.moment.at - b.moment.at);
};

const changePath = (change: ToldChange): Path => ({
  item: change.item,
  kind: 'CHANGE',
  title: change.own.map((event) => ('title' in event ? event.title : undefined)).findLast((title) => title),
  type: undefined,
  repo: change.repo,
  moments: changeMoments(change).map(({ moment }) => moment),
});

/** Its first commit, where its source tells when that was made. */
const firstCommit = (own: readonly DeliveryEvent[]): ToldMoment[] => {
  const [first] = own
    .flatMap((event) =>
      'firstCommitAt' in event && event.firstCommitAt ? [{ at: event.firstCommitAt, id: event.id }] : [],
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return first === undefined
    ? []
    : [{ id: first.id, moment: { at: Date.parse(first.at), type: 'commit.recorded' } }];
};

const delivered = (delivery: Delivery): ToldMoment[] => {
  const { started_at, at, service, environment, actor_id, event_id: id } = delivery;
  const common = { environment, service, ...(actor_id !== null && { actor: actor_id }) };
  return [
    ...(started_at && started_at <= at
      ? [{ id, moment: { at: started_at.getTime(), type: 'deployment.started' as const, ...common } }]
      : []),
    { id, moment: { at: at.getTime(), type: 'deployment.finished', status: 'success', ...common } },
  ];
};
