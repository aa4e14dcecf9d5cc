import type { DeliveryEvent } from '../../events/vocabulary.js';
import { acceptedOr, ignored } from '../outcome.js';
import { authenticateSharedSecret } from '../shared-secret.js';
import { authenticateHmac } from '../signatures.js';
import type { Source } from '../source.js';
import { approverEvents } from './approver.js';
import { incidentEvents } from './incident.js';
import { read, type ServicenowPayload, servicenowPayload } from './payload.js';
import { servicenowPull } from './pull.js';
import { type ServicenowSettings, servicenowSettings } from './settings.js';
import { type Subject, subjectOf } from './subject.js';
import { taskEvents } from './task.js';

const SIGNATURE = 'x-throughline-signature';

/**
 * ServiceNow: change requests, their tasks and approvals, and incidents, by a business rule that sends
 * `{ table, operation, user, record, previous }`, and by the Table API.
 */
export const servicenow: Source<ServicenowPayload, ServicenowSettings> = {
  id: 'servicenow',
  title: 'ServiceNow',
  about: {
    transport: 'business rule posts records',
    authentication: 'HMAC-SHA256 or token',
    deliveryKey: 'hash of the body',
    pull: 'change requests, tasks, approvals, incidents',
  },
  headers: ['content-type', 'x-throughline-record'],
  payload: servicenowPayload,
  settings: servicenowSettings,
  authenticate: (request, secret, reception) =>
    request.headers[SIGNATURE]
      ? authenticateHmac(
          { header: SIGNATURE, algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
          request,
          secret,
        )
      : authenticateSharedSecret(request, secret, reception),
  read,
  interpret: ({ tellings, what }, setting) => {
    if (tellings.length === 0) return ignored(`It holds no record of ServiceNow, but: ${what || 'nothing'}`);
    const subjects = tellings.map((one) => subjectOf(one, setting)).filter((one) => one !== undefined);
    const tables = [...new Set(subjects.map(({ table }) => table))].join(', ');
    return acceptedOr(
      subjects.length === 0
        ? 'The record has no sys_id or no time'
        : `Nothing is derived from the table ${tables}, or nothing that is followed has changed`,
      subjects.flatMap(eventsOf),
    );
  },
  pull: servicenowPull,
};

const eventsOf = (subject: Subject): DeliveryEvent[] => {
  switch (subject.table) {
    case 'change_request':
    case 'change_task':
      return taskEvents(subject);
    case 'sysapproval_approver':
      return approverEvents(subject);
    case 'incident':
      return incidentEvents(subject);
    default:
      return [];
  }
};
