import type { EventOf } from '../../events/vocabulary.js';
import { type AuditRow, auditRow, hostsIn, rolesIn } from './row.js';

/** Events that only link to the key are of other things: the key's own name decides. */
const ofKey = <E>(key: string, events: readonly E[], nameOf: (event: E) => string): E[] =>
  events.filter((event) => nameOf(event) === key.slice(key.indexOf(':') + 1));

type ExecutionEvent = EventOf<'execution.started' | 'execution.finished'>;
const OF_AUTOMATION = new Set(['trigger', 'rule', 'trace']);

export const foldExecution = (key: string, told: readonly ExecutionEvent[]): AuditRow[] => {
  const events = ofKey(key, told, ({ execution }) => execution);
  const first = events[0];
  if (!first) return [];
  const finished = events.findLast(
    (event): event is EventOf<'execution.finished'> => event.type === 'execution.finished',
  );
  const deciding = finished ?? first;
  const tell = <K extends keyof ExecutionEvent>(field: K): ExecutionEvent[K] | undefined =>
    deciding[field] ?? events.find((event) => event[field] !== undefined)?.[field];
  const kind = tell('kind');
  const service = tell('service');
  const started = events.find(({ type }) => type === 'execution.started')?.at ?? finished?.startedAt;
  const said = {
    place: service ?? '',
    id: key,
    key,
    kind: OF_AUTOMATION.has(kind ?? '') ? 'AUTOMATION' : 'EXECUTION',
    detail: kind ?? null,
    at: deciding.at,
    started_at: started ?? null,
    service: service ?? null,
    environment: tell('environment') ?? null,
    hosts: hostsIn(events),
    title: tell('action') ?? tell('trigger') ?? first.execution,
    outcome: finished?.outcome ?? null,
    parent: tell('parent') ?? null,
  } as const;
  return [auditRow(events, said, rolesIn(deciding, events))];
};

type AccessEvent = EventOf<'access.opened' | 'access.closed'>;

export const foldAccess = (key: string, told: readonly AccessEvent[]): AuditRow[] => {
  const events = ofKey(key, told, ({ access }) => access);
  const first = events.find(({ type }) => type === 'access.opened') ?? events[0];
  if (!first) return [];
  const tell = <K extends keyof AccessEvent>(field: K): AccessEvent[K] | undefined =>
    first[field] ?? events.find((event) => event[field] !== undefined)?.[field];
  const account = tell('account');
  const host = tell('host');
  const closed = events.findLast(({ type }) => type === 'access.closed');
  const said = {
    place: '',
    id: key,
    key,
    kind: 'ACCESS',
    detail: account ?? null,
    at: first.at,
    environment: tell('environment') ?? null,
    hosts: hostsIn(events),
    title: tell('command') ?? `Shell${account ? ` as ${account}` : ''}${host ? ` on ${host}` : ''}`,
    outcome: closed ? 'closed' : 'open',
  } as const;
  return [auditRow(events, said, rolesIn(first, events))];
};

type ApprovalEvent = EventOf<'approval.requested' | 'approval.decided'>;

/** Who asked for it began it; who decided it is its actor. */
export const foldApproval = (key: string, told: readonly ApprovalEvent[]): AuditRow[] => {
  const events = ofKey(key, told, ({ approval }) => approval);
  const first = events[0];
  if (!first) return [];
  const decided = events.findLast(
    (event): event is EventOf<'approval.decided'> => event.type === 'approval.decided',
  );
  const requested = events.find(({ type }) => type === 'approval.requested');
  const deciding = decided ?? first;
  const tell = <K extends keyof ApprovalEvent>(field: K): ApprovalEvent[K] | undefined =>
    deciding[field] ?? events.find((event) => event[field] !== undefined)?.[field];
  const [service, repo, change] = [tell('service'), tell('repo'), tell('change')];
  const what = tell('deployment') ?? (repo && change ? `${repo}#${change}` : first.approval);
  const said = {
    place: service ?? (repo ? `repo:${repo}` : ''),
    id: key,
    key,
    kind: 'APPROVAL',
    at: deciding.at,
    started_at: requested?.at ?? null,
    service: service ?? null,
    environment: tell('environment') ?? null,
    title: decided?.comment ?? `Approval of ${what}`,
    repo: repo ?? null,
    change: change ?? null,
    outcome: decided?.decision ?? 'pending',
  } as const;
  const roles = {
    initiator: deciding.initiator ?? requested?.actor,
    actor: decided?.actor,
    authorizer: deciding.authorizer,
  };
  return [auditRow(events, said, roles)];
};

type ResourceEvent = EventOf<'resource.created' | 'resource.changed' | 'resource.removed'>;

/** One row for each edit: every one of them is somebody's act. */
export const foldResource = (key: string, told: readonly ResourceEvent[]): AuditRow[] =>
  ofKey(key, told, ({ resource }) => resource).map((event) => {
    const changed = event.type === 'resource.changed' ? event : undefined;
    const said = {
      place: '',
      id: `${key}@${event.id}`,
      key,
      kind: 'RESOURCE',
      detail: event.kind ?? null,
      at: event.at,
      environment: event.environment ?? null,
      hosts: hostsIn([event]),
      title: `${event.name ?? event.resource} ${event.type.slice('resource.'.length)}${event.detail ? `: ${event.detail}` : ''}`,
      outcome: changed ? (changed.outcome ?? 'success') : 'success',
      value_before: changed?.from ?? null,
      value_after: changed?.to ?? null,
    } as const;
    return auditRow([event], said, rolesIn(event, []));
  });
