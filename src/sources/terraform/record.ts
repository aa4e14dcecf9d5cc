import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { instantOf } from '../../support/loose.js';
import { ignored, type Told, told } from '../records.js';
import {
  accountOf,
  applied,
  applying,
  approvalDecided,
  type KnownRun,
  outcomeOf,
  runFinished,
  runStarted,
  SOURCE,
  type TerraformSettings,
} from './parts.js';
import type { AuditEntry, Included, RunRecord } from './payload.js';

const CREATES = /^(?:create|add|enable|lock)/;
const REMOVES = /^(?:destroy|delete|remove|revoke)/;
const READS = /^(?:read|index|show|list|download|login|logout|verify)/;
const DECISIONS = new Map([
  ['apply', 'granted'],
  ['confirm', 'granted'],
  ['discard', 'rejected'],
] as const);

/** The audit trail tells people by the name of their account; tokens of teams and organizations are programs. */
const accessorOf = ({ auth }: AuditEntry, settings: TerraformSettings): Actor | undefined => {
  const login = auth?.description ?? auth?.accessor_id;
  const actor = accountOf(login, settings);
  if (!actor || !auth) return undefined;
  if (auth.accessor_id && !auth.accessor_id.startsWith('user-'))
    return { ...actor, kind: 'service', confidence: 'bot' };
  return auth.impersonator_id ? { ...actor, name: `${login}, taken on by ${auth.impersonator_id}` } : actor;
};

/** Who applied a run, and who changed workspaces, variables, teams and tokens. */
export const interpretAuditEntry = (entry: AuditEntry, settings: TerraformSettings): Told => {
  const { resource, timestamp: at } = entry;
  const { action, type, id } = resource;
  if (!at) return ignored('The entry of the audit trail does not say when it happened.');
  if (!action || !type || !id)
    return ignored('The entry of the audit trail does not say what was done to what.');
  const actor = accessorOf(entry, settings);
  if (type === 'run') {
    const decision = DECISIONS.get(action as 'apply' | 'confirm' | 'discard');
    return decision
      ? told(approvalDecided(id, at, decision, actor))
      : ignored(`What ${action} did to a run is told by the run itself.`);
  }
  if (READS.test(action)) return ignored(`Reading (${action}) changes nothing.`);
  const kind = CREATES.test(action)
    ? 'resource.created'
    : REMOVES.test(action)
      ? 'resource.removed'
      : 'resource.changed';
  return told({
    type: kind,
    id: eventId(kind, SOURCE, 'audit', entry.id),
    at,
    source: SOURCE,
    actor,
    resource: `${SOURCE}:${id}`,
    kind: type,
    detail: action,
  });
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A run of the API knows when it was in each of its states. */
export const interpretRunRecord = (
  record: RunRecord,
  beside: readonly Included[],
  settings: TerraformSettings,
): Told => {
  const { attributes, relationships } = record;
  const nameOf = (id: string | undefined, attribute: string) =>
    textOf(beside.find((one) => one.id === id)?.attributes[attribute]);
  const creator = nameOf(relationships?.['created-by']?.data?.id, 'username');
  const confirmer = nameOf(relationships?.['confirmed-by']?.data?.id, 'username');
  const run: KnownRun = {
    id: record.id,
    workspace: nameOf(relationships?.workspace?.data?.id, 'name'),
    message: attributes.message,
    creator: accountOf(creator, settings),
    createdAt: attributes['created-at'],
    destroys: attributes['is-destroy'],
  };
  const events = [runStarted(run), ...ended(run, record, accountOf(confirmer, settings), settings)];
  return events.some((event) => event !== undefined)
    ? told(...events)
    : ignored('The run does not say when it was made.');
};

const ended = (
  run: KnownRun,
  { attributes }: RunRecord,
  confirmer: Actor | undefined,
  settings: TerraformSettings,
): (DeliveryEvent | undefined)[] => {
  const { status = '' } = attributes;
  const at = (state: string) => {
    const time = textOf(attributes['status-timestamps'][`${state.replaceAll('_', '-')}-at`]);
    return time && instantOf(time);
  };
  const begun = at('applying') ?? at('apply_queued');
  const end = at(status);
  const outcome = outcomeOf(status);
  const confirmed = at('confirmed');
  return [
    confirmed && !attributes['auto-apply']
      ? approvalDecided(run.id, confirmed, 'granted', confirmer)
      : undefined,
    begun ? applying(run, begun, settings, confirmer) : undefined,
    end && outcome ? runFinished(run, end, outcome) : undefined,
    begun && end && outcome ? applied(run, end, outcome, settings) : undefined,
  ];
};
