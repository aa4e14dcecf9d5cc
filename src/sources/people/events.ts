import { eventId } from '../../events/event-id.js';
import type { Actor, DeliveryEvent, EventType } from '../../events/vocabulary.js';
import type { Difference } from './claims.js';

/** Who says it, and when. */
export interface Saying {
  readonly at: string;
  readonly actor: Actor;
}

type Common = Pick<DeliveryEvent, 'id' | 'at' | 'source' | 'actor'> & { from?: string; to?: string };

/** The events that make a difference known. */
export const eventsOf = (
  differences: readonly Difference[],
  registry: string,
  { at, actor }: Saying,
): DeliveryEvent[] =>
  differences.flatMap((difference): DeliveryEvent[] => {
    const { subject, from, to } = difference;
    const common = (type: EventType): Common => ({
      id: eventId(type, registry, ...subject, from ?? '', to ?? '', at),
      at,
      source: 'people',
      actor,
      ...(from !== null && { from }),
      ...(to !== null && { to }),
    });
    const event = eventOf(difference, common);
    return event ? [event] : [];
  });

type CommonOf = (type: EventType) => Common;

/** Values were checked by the file's schema, so their members are what the vocabulary takes. */
const eventOf = ({ subject, before, after }: Difference, common: CommonOf): DeliveryEvent | undefined => {
  const [kind, first = '', second = '', repo = ''] = subject;
  switch (kind) {
    case 'account':
      return identity(first, { before, after }, common);
    case 'member': {
      const membership = { team: first, person: second };
      if (!after) return { ...common('team.left'), type: 'team.left', ...membership };
      return { ...common('team.joined'), type: 'team.joined', ...membership, ...after };
    }
    case 'owner': {
      const ownership = { service: first, team: second, ...(repo && { repo }) };
      if (!after) return { ...common('service.disowned'), type: 'service.disowned', ...ownership };
      return { ...common('service.owned'), type: 'service.owned', ...ownership, ...after };
    }
    case 'mapping': {
      const mapping = { service: first, repo: second };
      if (!after) return { ...common('service.unmapped'), type: 'service.unmapped', ...mapping };
      return {
        ...common('service.mapped'),
        type: 'service.mapped',
        ...mapping,
        paths: textsOf(after['paths']),
      };
    }
    default:
      return after && declared(kind, first, after, common);
  }
};

const identity = (
  account: string,
  { before, after }: Pick<Difference, 'before' | 'after'>,
  common: CommonOf,
): DeliveryEvent => {
  const person = String((after ?? before)?.['person']);
  if (!after) return { ...common('identity.split'), type: 'identity.split', identity: account, person };
  const bot = after['bot'] === true ? { bot: true as const } : {};
  return { ...common('identity.merged'), type: 'identity.merged', identity: account, person, ...bot };
};

/** What a person or team is called holds for all time: the latest word stands. */
const declared = (
  kind: string | undefined,
  id: string,
  value: Readonly<Record<string, unknown>>,
  common: CommonOf,
): DeliveryEvent => {
  const type = kind === 'team' ? 'team.declared' : 'person.declared';
  const { from: _from, to: _to, ...timeless } = common(type);
  return type === 'team.declared'
    ? { ...timeless, type, team: id, ...value }
    : { ...timeless, type, person: id, ...value };
};

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
