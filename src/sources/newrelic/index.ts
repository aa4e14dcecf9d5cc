import type { DeliveryEvent } from '../../events/vocabulary.js';
import { acceptedOr, ignored } from '../outcome.js';
import type { Json } from '../parts.js';
import { authenticateSharedSecret } from '../shared-secret.js';
import type { Interpretation, Setting, Source } from '../source.js';
import { deploymentEvents, isDeployment } from './deployment.js';
import { incidentEvents, stateOf } from './incident.js';
import { type NewrelicPayload, newrelicPayload } from './payload.js';
import { read } from './request.js';
import { type NewrelicSettings, newrelicSettings } from './settings.js';

/** New Relic: issues by a workflow's webhook, whatever its template; incidents and deployment markers of older kinds. */
export const newrelic: Source<NewrelicPayload, NewrelicSettings> = {
  id: 'newrelic',
  title: 'New Relic',
  about: {
    transport: 'workflow webhook, legacy alerts and deployment markers',
    authentication: 'token as header, bearer, basic or `?token=`',
    deliveryKey: 'hash of the body',
  },
  headers: ['content-type'],
  payload: newrelicPayload,
  settings: newrelicSettings,
  authenticate: authenticateSharedSecret,
  read,
  interpret: ({ told }, setting) => {
    const read = told.map((one) => eventsOrReason(one, setting));
    const reasons = read.filter((one) => typeof one === 'string');
    return together(read.filter((one) => typeof one !== 'string').flat(), reasons);
  },
};

const together = (events: DeliveryEvent[], reasons: readonly string[]): Interpretation =>
  reasons.length > 0 && events.length === 0
    ? ignored(reasons[0]!)
    : acceptedOr('The body holds no notification', events);

const eventsOrReason = (told: Json, setting: Setting<NewrelicSettings>): DeliveryEvent[] | string => {
  if (isDeployment(told)) {
    if (!setting.settings.deployments) return 'The settings say that another source tells of deployments';
    return deploymentEvents(told, setting) ?? 'The deployment does not tell of which application, or when';
  }
  const state = stateOf(told);
  if (!state) return `It is no deployment, and no incident in a known state: ${names(told)}`;
  return incidentEvents(told, state, setting) ?? `The incident has no id or no time: ${names(told)}`;
};

const names = (told: Json): string => Object.keys(told).slice(0, 5).join(', ') || 'nothing';
