import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import { groupBy } from '../../support/group-by.js';
import { canonicalJson } from '../../support/hash.js';
import type { Row } from '../../support/rows.js';
import { erase, paint, type Segment, tidy, type Validity } from '../../support/validity.js';
import type { RowsOfKey } from '../rows-of-key.js';

/** One decision over a span: that something holds, or (value undefined) that what `was` says does not. */
interface Decision<V> extends Validity {
  readonly value: V | undefined;
  readonly event: string;
  was(value: V): boolean;
}

type Told<V> = { readonly said: V; readonly event: string };

/** Later decisions stand over earlier ones; each row keeps the event that says so. */
const timeline = <V>(decisions: readonly Decision<V>[]): Segment<Told<V>>[] => {
  let segments: Segment<Told<V>>[] = [];
  for (const { from, to, value, event, was } of decisions) {
    segments =
      value === undefined
        ? erase(segments, { from, to }, ({ said }) => was(said))
        : paint(segments, { from, to, value: { said: value, event } });
  }
  return tidy(segments, (a, b) => canonicalJson(a.said) === canonicalJson(b.said));
};

const spanOf = ({ from, to }: { from?: string; to?: string }): Validity => ({
  from: from ?? null,
  to: to ?? null,
});

const anything = (): boolean => true;

const spanColumns = ({ from, to, value }: Segment<Told<unknown>>): Row => ({
  valid_from: from ?? '-infinity',
  valid_to: to ?? 'infinity',
  event_id: value.event,
});

interface Owner {
  readonly person: string;
  readonly bot: boolean;
}

type Identified = EventOf<'identity.merged' | 'identity.split'>;

const isIdentity = (event: DeliveryEvent): event is Identified => event.type.startsWith('identity.');

/** Whose an identity is, and when. A split takes it only from the person that it names. */
const identities: RowsOfKey = {
  id: 'identity',
  table: 'person_account',
  columns: ['account', 'valid_from', 'valid_to', 'person', 'bot', 'event_id'],
  key: ['account', 'valid_from'],
  identify: (event) => (isIdentity(event) ? event.identity : undefined),
  fold: (account, events) =>
    timeline(
      events.filter(isIdentity).map((event) => ({
        ...spanOf(event),
        event: event.id,
        value:
          event.type === 'identity.merged' ? { person: event.person, bot: event.bot === true } : undefined,
        was: ({ person }: Owner) => person === event.person,
      })),
    ).map((segment) => ({ account, ...segment.value.said, ...spanColumns(segment) })),
};

type Membership = EventOf<'team.joined' | 'team.left'>;

const isMembership = (event: DeliveryEvent): event is Membership =>
  event.type === 'team.joined' || event.type === 'team.left';

/** Who belongs to a team, and in which line: the member's own, else the team's. */
const members: RowsOfKey = {
  id: 'team',
  table: 'team_member',
  columns: ['team', 'person', 'valid_from', 'valid_to', 'line', 'event_id'],
  key: ['team', 'person', 'valid_from'],
  identify: (event) => (isMembership(event) || event.type === 'team.declared' ? event.team : undefined),
  fold: (team, events) => {
    const declared = events.findLast((event) => event.type === 'team.declared');
    const line = declared?.type === 'team.declared' ? declared.line : undefined;
    const byPerson = groupBy(events.filter(isMembership), ({ person }) => person);
    return [...byPerson].flatMap(([person, told]) =>
      timeline(
        told.map((event) => ({
          ...spanOf(event),
          event: event.id,
          value: event.type === 'team.joined' ? { line: event.line ?? line ?? null } : undefined,
          was: anything,
        })),
      ).map((segment) => ({ team, person, ...segment.value.said, ...spanColumns(segment) })),
    );
  },
};

type Ownership = EventOf<'service.owned' | 'service.disowned'>;

const isOwnership = (event: DeliveryEvent): event is Ownership =>
  event.type === 'service.owned' || event.type === 'service.disowned';

/** Which teams own a service: the whole of it (no paths), or paths of a repository. */
const owners: RowsOfKey = {
  id: 'service',
  table: 'service_owner',
  columns: ['service', 'team', 'repo', 'valid_from', 'valid_to', 'paths', 'event_id'],
  key: ['service', 'team', 'repo', 'valid_from'],
  identify: (event) => (isOwnership(event) ? event.service : undefined),
  fold: (service, events) => {
    const byOwner = groupBy(events.filter(isOwnership), ({ team, repo }) =>
      JSON.stringify([team, repo ?? '']),
    );
    return [...byOwner.values()].flatMap((told) =>
      timeline(
        told.map((event) => ({
          ...spanOf(event),
          event: event.id,
          value: event.type === 'service.owned' ? { paths: event.paths ?? [] } : undefined,
          was: anything,
        })),
      ).map((segment) => ({
        service,
        team: told[0]!.team,
        repo: told[0]!.repo ?? '',
        ...segment.value.said,
        ...spanColumns(segment),
      })),
    );
  },
};

type Mapping = EventOf<'service.mapped' | 'service.unmapped'>;

const isMapping = (event: DeliveryEvent): event is Mapping =>
  event.type === 'service.mapped' || event.type === 'service.unmapped';

/** From which paths of which repositories a service is built. */
const mappings: RowsOfKey = {
  id: 'service',
  table: 'service_path',
  columns: ['service', 'repo', 'valid_from', 'valid_to', 'paths', 'event_id'],
  key: ['service', 'repo', 'valid_from'],
  identify: (event) => (isMapping(event) ? event.service : undefined),
  fold: (service, events) => {
    const byRepo = groupBy(events.filter(isMapping), ({ repo }) => repo);
    return [...byRepo].flatMap(([repo, told]) =>
      timeline(
        told.map((event) => ({
          ...spanOf(event),
          event: event.id,
          value: event.type === 'service.mapped' ? { paths: event.paths } : undefined,
          was: anything,
        })),
      ).map((segment) => ({ service, repo, ...segment.value.said, ...spanColumns(segment) })),
    );
  },
};

export const validities: readonly RowsOfKey[] = [identities, members, owners, mappings];
