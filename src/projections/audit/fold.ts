import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { changes } from '../folds/change.js';
import { commits } from '../folds/commit.js';
import { deployments } from '../folds/deployment.js';
import { byIdentity, type KeyedRows } from '../keyed-rows.js';
import { changeKey, commitKey, deploymentKey, isAbout, prefixOf } from '../keys.js';
import { AUDIT_COLUMNS, type AuditRow, auditRow, hostsIn, rolesIn } from './row.js';
import { foldAccess, foldApproval, foldExecution, foldResource } from './simple-folds.js';

export const repoPlace = (repo: string): string => `repo:${repo}`;

const ofType =
  <P extends string>(prefix: P) =>
  (event: DeliveryEvent): event is Extract<DeliveryEvent, { type: `${P}.${string}` }> =>
    event.type.startsWith(`${prefix}.`);

const foldCommit = (key: string, events: readonly DeliveryEvent[]): AuditRow[] => {
  const own = events.filter(ofType('commit')).filter(({ repo, sha }) => commitKey(repo, sha) === key);
  const row = commits.fold(own);
  if (!row?.mainline || row.merge) return [];
  const said = {
    place: repoPlace(row.repo),
    id: key,
    key,
    kind: 'COMMIT',
    at: row.committed_at,
    title: row.title,
    repo: row.repo,
    sha: row.sha,
  } as const;
  return [auditRow([...own, ...events.filter(isAbout)], said, rolesIn(own[0]!, own))];
};

/** A change request that was merged: nothing else took effect. Its author began it, and who approved it allowed it. */
const foldChange = (key: string, events: readonly DeliveryEvent[]): AuditRow[] => {
  const own = events.filter(ofType('change')).filter(({ repo, change }) => changeKey(repo, change) === key);
  const merged = own.findLast((event): event is EventOf<'change.merged'> => event.type === 'change.merged');
  const row = changes.fold(own);
  if (!merged || !row?.merged_at) return [];
  const opened = own.find(({ type }) => type === 'change.opened');
  const approved = own.findLast((event) => event.type === 'change.reviewed' && event.decision === 'approved');
  const roles = {
    initiator: merged.initiator ?? opened?.actor,
    actor: merged.actor,
    authorizer: merged.authorizer ?? approved?.actor ?? granted(events),
  };
  const said = {
    place: repoPlace(row.repo),
    id: key,
    key,
    kind: 'CHANGE',
    at: row.merged_at,
    started_at: row.opened_at,
    title: row.title,
    repo: row.repo,
    sha: row.merge_sha,
    change: row.id,
    outcome: 'merged',
  } as const;
  return [auditRow([...own, ...events.filter(isAbout)], said, roles)];
};

const granted = (events: readonly DeliveryEvent[]) =>
  events.findLast((event) => event.type === 'approval.decided' && event.decision === 'granted')?.actor;

const escaped = (name: string): string => name.replaceAll('%', '%25').replaceAll('/', '%2F');

/** The id of a deployment's row: its key, in which a slash inside the environment's name is escaped. */
export const deploymentRowId = (service: string, environment: string, id: string): string =>
  `deployment:${service}/${escaped(environment)}/${id}`;

/** Its own events by deployment: one key may stand for several, where names contain a slash. */
export const deploymentsOfKey = (key: string, events: readonly DeliveryEvent[]) =>
  byIdentity(
    events
      .filter(ofType('deployment'))
      .filter((event) => deploymentKey(event.service, event.environment, event.deployment) === key),
    ({ service, environment, deployment }) => [service, environment, deployment],
  );

const foldDeployments = (key: string, events: readonly DeliveryEvent[]): AuditRow[] =>
  deploymentsOfKey(key, events).map((own) => foldDeployment(key, own, events.filter(isAbout)));

const foldDeployment = (
  key: string,
  own: readonly EventOf<'deployment.started' | 'deployment.finished'>[],
  about: readonly DeliveryEvent[],
): AuditRow => {
  const row = deployments.fold([...own, ...about])!;
  const deciding = own.find(({ id }) => id === row.event_id)!;
  const told = rolesIn(deciding, own);
  const said = {
    place: row.service,
    id: deploymentRowId(row.service, row.environment, row.id),
    key,
    kind: 'DEPLOYMENT',
    detail: row.kind,
    at: row.at ?? row.started_at!,
    started_at: row.started_at,
    service: row.service,
    environment: row.environment,
    hosts: hostsIn(own),
    title: `${row.version ?? row.artifact ?? row.sha ?? row.id} of ${row.service} to ${row.environment}`,
    artifact: row.artifact,
    version: row.version,
    repo: row.repo,
    sha: row.sha,
    outcome: row.outcome,
  } as const;
  return auditRow([...own, ...about], said, { ...told, authorizer: told.authorizer ?? granted(about) });
};

const FOLDS: Readonly<Record<string, (key: string, events: readonly DeliveryEvent[]) => AuditRow[]>> = {
  commit: foldCommit,
  change: foldChange,
  deployment: foldDeployments,
  execution: (key, events) => foldExecution(key, events.filter(ofType('execution'))),
  access: (key, events) => foldAccess(key, events.filter(ofType('access'))),
  approval: (key, events) => foldApproval(key, events.filter(ofType('approval'))),
  resource: (key, events) => foldResource(key, events.filter(ofType('resource'))),
};

/** Every change, deployment, execution, access, approval and configuration edit, one row each. */
export const audit: KeyedRows<AuditRow> = {
  prefixes: Object.keys(FOLDS),
  table: 'audit',
  columns: AUDIT_COLUMNS,
  identity: ['place', 'id'],
  keyColumn: 'key',
  fold: (key, events) => FOLDS[prefixOf(key)]!(key, events),
};
