import type { DeliveryEvent } from '../../events/vocabulary.js';
import type { Possession } from '../handoffs/possession.js';
import { ofApproval, ofChange, ofItem } from '../handoffs/possessions.js';
import { type Moment, momentOf } from './moment.js';

/** A moment of a path, and the event that tells of it. */
export interface ToldMoment {
  readonly moment: Moment;
  /** The event's id. */
  readonly id: string;
  /** undefined where the moment was read from a row that a fold made of the event. */
  readonly event?: DeliveryEvent;
}

export const toldMoments = (events: readonly DeliveryEvent[]): ToldMoment[] =>
  events.flatMap((event) => {
    const moment = momentOf(event);
    return moment ? [{ moment, id: event.id, event }] : [];
  });

/** What a moment says of who has the item from then on; an approval was in the hands of whoever decided it. */
export const possessionAt = ({ moment, id, event }: ToldMoment): Possession => {
  const said = event ? saidBy(event) : [{ holders: moment.actor ? { PERSON: moment.actor } : {} }];
  return {
    event: id,
    at: new Date(moment.at).toISOString(),
    holders: Object.assign({}, ...said.map(({ holders }) => holders)),
  };
};

const saidBy = (event: DeliveryEvent): Pick<Possession, 'holders'>[] =>
  event.type === 'approval.decided' ? ofApproval(event) : [...ofItem(event), ...ofChange(event)];
