import { deliveryKeyOf, messagesOf } from '../../events/cdevents/http-message.js';
import { messages, together } from '../../events/cdevents/reading.js';
import type { Told } from '../../events/cdevents/rule.js';
import { authenticateBearer } from '../bearer.js';
import type { Source } from '../source.js';

/** CDEvents by webhook, bare (`{context, subject}`) or wrapped as CloudEvents, of every version of the specification. */
export const cdevents: Source<Told[]> = {
  id: 'cdevents',
  title: 'CDEvents',
  about: {
    transport: 'HTTP, CloudEvents or bare CDEvents',
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
