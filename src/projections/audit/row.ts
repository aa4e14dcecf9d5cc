import type { Actor, DeliveryEvent } from '../../events/vocabulary.js';
import { artifactKeysOf } from '../keys.js';

/** What somebody did, as one line of the audit trail. */
export type AuditKind =
  | 'CHANGE'
  | 'COMMIT'
  | 'DEPLOYMENT'
  | 'EXECUTION'
  /** What an automation did of itself: a trigger that fired, a rule that matched, a trace. */
  | 'AUTOMATION'
  | 'ACCESS'
  | 'RESOURCE'
  | 'APPROVAL';

/** Somebody in one role, as told. */
type Who<Role extends string> = {
  readonly [Field in 'id' | 'name' | 'confidence' as `${Role}_${Field}`]: string | null;
};

export type AuditRow = {
  /** The service; where there is none the repository (`repo:github.com/acme/shop`), else empty. */
  readonly place: string;
  readonly id: string;
  /** The key that it is folded from. */
  readonly key: string;
  readonly kind: AuditKind;
  /** What sort of its kind: `rollback`, `workflow`, `package`. */
  readonly detail: string | null;
  /** When it took effect: merged, finished, opened, decided; when it began while it is under way. */
  readonly at: string;
  readonly started_at: string | null;
  readonly service: string | null;
  readonly environment: string | null;
  readonly hosts: readonly string[];
  readonly title: string;
  readonly artifact: string | null;
  readonly digest: string | null;
  readonly version: string | null;
  readonly repo: string | null;
  readonly sha: string | null;
  readonly change: string | null;
  readonly tickets: readonly string[];
  readonly outcome: string | null;
  readonly value_before: string | null;
  readonly value_after: string | null;
  /** The execution that this one is a part of. */
  readonly parent: string | null;
  readonly url: string | null;
  readonly event_ids: readonly string[];
} & Who<'initiator'> &
  Who<'actor'> &
  Who<'authorizer'>;

export const AUDIT_COLUMNS = [
  'place',
  'id',
  'key',
  'kind',
  'detail',
  'at',
  'started_at',
  'service',
  'environment',
  'hosts',
  'title',
  'initiator_id',
  'initiator_name',
  'initiator_confidence',
  'actor_id',
  'actor_name',
  'actor_confidence',
  'authorizer_id',
  'authorizer_name',
  'authorizer_confidence',
  'artifact',
  'digest',
  'version',
  'repo',
  'sha',
  'change',
  'tickets',
  'outcome',
  'value_before',
  'value_after',
  'parent',
  'url',
  'event_ids',
] as const satisfies readonly (keyof AuditRow)[];

/** What a fold says of a row; the rest is taken from its events. */
export type Said = Pick<AuditRow, 'place' | 'id' | 'key' | 'kind' | 'at' | 'title'> & Partial<AuditRow>;

export interface Roles {
  readonly initiator?: Actor | undefined;
  readonly actor?: Actor | undefined;
  readonly authorizer?: Actor | undefined;
}

/** The first that is told, the deciding event before the others. */
export const rolesIn = (deciding: DeliveryEvent, events: readonly DeliveryEvent[]): Roles => {
  const tell = (role: keyof Roles): Actor | undefined =>
    [deciding, ...events].find((event) => event[role])?.[role];
  return { initiator: tell('initiator'), actor: tell('actor'), authorizer: tell('authorizer') };
};

/** @param events those that the row is made of: its evidence. */
export const auditRow = (events: readonly DeliveryEvent[], said: Said, roles: Roles): AuditRow => ({
  ...EMPTY,
  digest: digestIn(events),
  tickets: ticketsIn(events),
  url: events.find(({ url }) => url)?.url ?? null,
  event_ids: distinct(events.map(({ id }) => id)),
  ...rolesOf(roles),
  ...said,
});

const EMPTY = {
  detail: null,
  started_at: null,
  service: null,
  environment: null,
  hosts: [],
  artifact: null,
  version: null,
  repo: null,
  sha: null,
  change: null,
  outcome: null,
  value_before: null,
  value_after: null,
  parent: null,
} as const;

const rolesOf = ({ initiator, actor, authorizer }: Roles) => ({
  initiator_id: initiator?.id ?? null,
  initiator_name: initiator?.name ?? null,
  initiator_confidence: initiator?.confidence ?? null,
  actor_id: actor?.id ?? null,
  actor_name: actor?.name ?? null,
  actor_confidence: actor?.confidence ?? null,
  authorizer_id: authorizer?.id ?? null,
  authorizer_name: authorizer?.name ?? null,
  authorizer_confidence: authorizer?.confidence ?? null,
});

export const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();

const ITEM = 'item:';
const DIGEST = 'digest:';

const ticketsIn = (events: readonly DeliveryEvent[]): string[] =>
  distinct(
    events.flatMap((event) => [
      ...('items' in event ? (event.items ?? []) : []),
      ...('ticket' in event && event.ticket ? [event.ticket] : []),
      ...(event.links ?? []).filter((link) => link.startsWith(ITEM)).map((link) => link.slice(ITEM.length)),
    ]),
  );

const digestIn = (events: readonly DeliveryEvent[]): string | null =>
  events
    .flatMap(artifactKeysOf)
    .find((key) => key.startsWith(DIGEST))
    ?.slice(DIGEST.length) ?? null;

export const hostsIn = (events: readonly DeliveryEvent[]): string[] =>
  distinct(
    events.flatMap((event) => [
      ...('hosts' in event ? (event.hosts ?? []) : []),
      ...('host' in event && event.host ? [event.host] : []),
    ]),
  );
