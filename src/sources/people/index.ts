import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Source } from '../source.js';
import { afterFile, type Claim, differencesOf } from './claims.js';
import type { Definition } from './definition.js';
import { eventsOf } from './events.js';
import { type Decision, type FileSaid, payload } from './payload.js';

/**
 * Who people are, in which teams they work and what those own: files that somebody imports, and an administrator's
 * merges and splits. It has no sender, so nobody can post to it.
 */
export const people: Source<FileSaid | Decision> = {
  id: 'people',
  title: 'People and teams',
  about: {
    transport: '`throughline people import`, `teams import`',
    authentication: 'a local file, or an administrator',
    deliveryKey: 'hash of the file',
  },
  imported: true,
  headers: [],
  payload,
  authenticate: () => ({
    ok: false,
    reason: 'People and teams are imported, not posted: use throughline people import or teams import.',
  }),
  interpret: (said) => {
    const events = 'definition' in said ? fileEvents(said) : decisionEvents(said);
    return events.length > 0
      ? { outcome: 'accepted', events }
      : { outcome: 'ignored', reason: 'It says nothing that was not said before.' };
  },
};

type SaidBefore = Pick<FileSaid, 'at' | 'first'> & { readonly before: readonly Claim[] };

/** What a registry says once the file counts; the next import starts from it. */
export const claimsAfter = ({ at, first, before }: SaidBefore, definition: Definition): Claim[] =>
  afterFile(before, definition.wanted, { effective: definition.since ?? at, first }, isTimeless);

/** Whose a login is was so before somebody wrote it down, and what one is called has no beginning. */
const isTimeless = ([kind]: readonly string[]): boolean =>
  kind === 'account' || kind === 'person' || kind === 'team';

const fileEvents = (said: FileSaid): DeliveryEvent[] => {
  const { definition, before, at, by } = said;
  const differences = differencesOf(before, claimsAfter(said, definition));
  return eventsOf(differences, definition.registry, { at, actor: by });
};

const decisionEvents = (said: Decision): DeliveryEvent[] => {
  const { at, by, identity, person, from, to, reason } = said;
  const span = { ...(from && { from }), ...(to && { to }), ...(reason && { reason }) };
  const common = { at, source: 'people', actor: by };
  const id = (type: 'identity.merged' | 'identity.split'): string =>
    eventId(type, 'administrator', identity, person, from ?? '', to ?? '', at);
  if (said.kind === 'split') {
    return [{ ...common, ...span, type: 'identity.split', id: id('identity.split'), identity, person }];
  }
  const bot = said.bot ? { bot: said.bot } : {};
  const merged: DeliveryEvent = {
    ...common,
    ...span,
    ...bot,
    type: 'identity.merged',
    id: id('identity.merged'),
    identity,
    person,
  };
  if (said.name === undefined) return [merged];
  const declared = eventId('person.declared', 'administrator', person, at);
  return [{ ...common, type: 'person.declared', id: declared, person, name: said.name }, merged];
};
