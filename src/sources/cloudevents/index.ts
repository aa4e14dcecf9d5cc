import { deliveryKeyOf, messagesOf } from '../../events/cdevents/http-message.js';
import { messages, together } from '../../events/cdevents/reading.js';
import type { Told } from '../../events/cdevents/rule.js';
import { authenticateBearer } from '../bearer.js';
import type { Source } from '../source.js';

/**
 * CloudEvents 1.0 over HTTP, one event in structured or binary mode, or a batch. It carries CDEvents (`dev.cdevents.*`)
 * or our own events (`dev.throughline.*`); other types are ignored.
 */
export const cloudevents: Source<Told[]> = {
  id: 'cloudevents',
  title: 'CloudEvents',
  about: {
    transport: 'HTTP: structured, binary, batch; `POST /events`',
    authentication: 'bearer token',
    deliveryKey: '`source` and `id`',
  },
  bearer: true,
  headers: ['content-type', 'ce-*'],
  payload: messages,
  authenticate: authenticateBearer,
  deliveryKey: deliveryKeyOf,
  read: messagesOf,
  interpret: together,
};
