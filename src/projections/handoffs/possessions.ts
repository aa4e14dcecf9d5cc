import type { DeliveryEvent, EventOf } from '../../events/vocabulary.js';
import type { Level, Possession } from './possession.js';

type Holders = Possession['holders'];

const told = ({ person, team, line }: { person?: string; team?: string; line?: string }): Holders => {
  const holders: Partial<Record<Level, string>> = {};
  if (person !== undefined) holders.PERSON = person;
  if (team !== undefined) holders.TEAM = team;
  if (line !== undefined) holders.LINE = line;
  return holders;
};

/** What an event of an item (a ticket, an incident) says about who has it. */
export const ofItem = (event: DeliveryEvent): Possession[] => {
  const base = { event: event.id, at: event.at };
  switch (event.type) {
    case 'item.created':
    case 'item.moved':
    case 'item.assigned':
      return [{ ...base, holders: told(event) }];
    case 'item.closed':
      return [{ ...base, holders: told(event), sign: 'closed' }];
    case 'item.reopened':
      return [{ ...base, holders: told(event), sign: 'reopened' }];
    case 'handoff.offered':
    case 'handoff.accepted':
    case 'handoff.returned':
      return [{ ...base, ...ofHandoff(event) }];
    default:
      return [];
  }
};

type HandoffEvent = EventOf<'handoff.offered' | 'handoff.accepted' | 'handoff.returned'>;

const at = (level: Level, holder: string | undefined): Holders =>
  holder === undefined ? {} : { [level]: holder };

/** While it is offered, the one who offers it still has it; what is returned goes to whom `to` names. */
const ofHandoff = (event: HandoffEvent): Pick<Possession, 'holders' | 'offers' | 'sign'> => {
  const level = event.level ?? 'PERSON';
  switch (event.type) {
    case 'handoff.offered':
      return { holders: at(level, event.from), offers: { level, to: event.to } };
    case 'handoff.accepted':
      return { holders: at(level, event.to) };
    default:
      return { holders: at(level, event.to), sign: 'back' };
  }
};

/** An approval, or an inquiry, waits for a person: from whoever asks to whoever decides. */
export const ofApproval = (event: DeliveryEvent): Possession[] => {
  const base = { event: event.id, at: event.at };
  if (event.type === 'approval.requested') {
    const to = event.reviewers?.length ? [...event.reviewers].sort().join(', ') : undefined;
    const holders = at('PERSON', (event.initiator ?? event.actor)?.id);
    return [{ ...base, holders, offers: { level: 'PERSON', to } }];
  }
  if (event.type !== 'approval.decided') return [];
  const decider = event.decision === 'expired' ? {} : at('PERSON', event.actor?.id);
  const rejected = event.decision === 'rejected';
  return [
    { ...base, holders: decider, sign: 'closed' },
    ...(rejected ? [{ ...base, holders: {}, sign: 'back' as const }] : []),
  ];
};

/** A change request is with whoever acted on it last; what machines say about it moves nothing until it is merged. */
export const ofChange = (event: DeliveryEvent): Possession[] => {
  const base = { event: event.id, at: event.at };
  const person = at('PERSON', event.actor?.id);
  const people = event.actor?.kind === 'human' ? person : {};
  switch (event.type) {
    case 'change.opened':
      return [{ ...base, holders: person }];
    case 'change.updated':
      return [{ ...base, holders: people }];
    case 'change.reviewed':
      if (event.decision === 'dismissed' || !('PERSON' in people)) return [];
      return event.decision === 'changes_requested'
        ? [
            { ...base, holders: people },
            { ...base, holders: {}, sign: 'back' },
          ]
        : [{ ...base, holders: people }];
    case 'change.merged':
    case 'change.abandoned':
      return [{ ...base, holders: person, sign: 'closed' }];
    default:
      return [];
  }
};
