import { ignored, together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { Source } from '../source.js';
import { interpretInstance } from './instance.js';
import { interpretOther } from './other.js';
import {
  type OpenstackPayload,
  type OpenstackSettings,
  openstackPayload,
  openstackSettings,
} from './payload.js';
import { deliveryKey, read } from './read.js';

const INSTANCE = /^(?:compute\.)?instance\./;

/**
 * Notifications of OpenStack, versioned and legacy. They live on a message bus, so a small consumer posts them here as they
 * are, one or a list, with a bearer token or a password.
 */
export const openstack: Source<OpenstackPayload, OpenstackSettings> = {
  id: 'openstack',
  title: 'OpenStack',
  about: {
    transport: 'a bridge posts notifications of the bus',
    authentication: 'bearer token or basic password',
    deliveryKey: '`message_id`',
  },
  headers: ['content-type'],
  payload: openstackPayload,
  settings: openstackSettings,
  authenticate: authenticateAuthorization,
  deliveryKey,
  read,
  interpret: (payload, setting) =>
    together(
      payload.map((record) => {
        if ('nothing' in record) return ignored(record.nothing);
        return INSTANCE.test(record.told.event_type)
          ? interpretInstance(record.told, setting)
          : interpretOther(record.told, setting);
      }),
    ),
};
