import { recordsIn } from '../records.js';
import type { RawRequest } from '../source.js';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NO_NOTIFICATION = 'The record is no notification of OpenStack: it has no event_type.';

/** On the bus a notification is a text inside `oslo.message`; a bridge may have put it into a CloudEvent. */
const notificationIn = (value: unknown): Json | undefined => {
  if (!isObject(value)) return undefined;
  const inner = value['oslo.message'];
  if (typeof inner === 'string') {
    try {
      return notificationIn(JSON.parse(inner) as unknown);
    } catch {
      return undefined;
    }
  }
  if (inner !== undefined) return notificationIn(inner);
  if (typeof value['event_type'] === 'string') return value;
  return 'data' in value ? notificationIn(value['data']) : undefined;
};

export const read = ({ body }: RawRequest): unknown =>
  recordsIn(body).map(({ value }) => {
    const found = notificationIn(value);
    return found?.['event_type'] ? { told: found } : { nothing: NO_NOTIFICATION };
  });

export const deliveryKey = ({ body }: RawRequest): string | undefined => {
  try {
    const id = notificationIn(JSON.parse(body.toString('utf8')) as unknown)?.['message_id'];
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
};
