import { currentEvents } from '../../events/current.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { groupBy } from '../../support/group-by.js';
import type { Db } from '../../support/rows.js';
import type { Changes } from '../handoffs/change-handoffs.js';
import { changeKey } from '../keys.js';
import { type Moment, momentOf } from './moment.js';
import type { Path } from './path.js';
import { writePaths } from './write-paths.js';

interface Delivery {
  readonly id: string;
  readonly started_at: Date | null;
  readonly at: Date;
  readonly service: string;
  readonly environment: string;
  readonly actor_id: string | null;
}

/** Folds the paths of change requests: their own events, what was built and approved for them, and where they were delivered. */
export const updateChangePaths = async (db: Db, { repo, ids, tellings }: Changes): Promise<void> => {
  if (ids.length === 0) return;
  const deliveries = groupBy(await deliveriesOf(db, repo, ids), ({ id }) => id);
  const paths = ids.map((id) => {
    const key = changeKey(repo, id);
    return changePath({ repo, id }, tellings.get(key) ?? [], deliveries.get(id) ?? []);
  });
  await writePaths(db, paths);
};

const AROUND: readonly DeliveryEvent['type'][] = [
  'build.finished',
  'verification.finished',
  'approval.requested',
  'approval.decided',
];

const changePath = (
  { repo, id }: { readonly repo: string; readonly id: string },
  tellings: readonly DeliveryEvent[],
  deliveries: readonly Delivery[],
): Path => {
  const events = currentEvents(tellings);
  const isOwn = (event: DeliveryEvent): boolean =>
    event.type.startsWith('change.') && 'change' in event && event.repo === repo && event.change === id;
  const own = events.filter(isOwn);
  const told = events
    .filter((event) => isOwn(event) || AROUND.includes(event.type))
    .flatMap((event) => momentOf(event) ?? []);
  const moments = own.length > 0 ? [...firstCommit(own), ...told, ...deliveries.flatMap(delivered)] : [];
  return {
    item: changeKey(repo, id),
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

const deliveriesOf = async (db: Db, repo: string, ids: readonly string[]): Promise<Delivery[]> => {
  const { rows } = await db.query<Delivery>(
    `select c.id, d.started_at, c.delivered_at as at, c.service, c.environment, d.actor_id
     from line n
     join delivered_change c on c.service = n.service and c.environment = n.environment and c.repo = n.repo
       and c.id = any($2)
     join deployment d on d.service = c.service and d.environment = c.environment and d.id = c.deployment
     where n.repo = $1
     order by c.delivered_at, c.service, c.environment`,
    [repo, ids],
  );
  return rows;
};
