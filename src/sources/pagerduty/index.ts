import { ignored } from '../outcome.js';
import type { Source } from '../source.js';
import { type PagerdutyPayload, pagerdutyPayload } from './payload.js';
import { pagerdutyPull } from './pull.js';
import { authenticate, deliveryKey, read } from './request.js';
import { type PagerdutySettings, pagerdutySettings } from './settings.js';
import { interpretIncidents, interpretLogEntries, interpretMessages, interpretWebhook } from './told.js';

/** PagerDuty: webhooks of version 3 (and of 1 and 2, where they still are), and the timelines that its API keeps. */
export const pagerduty: Source<PagerdutyPayload, PagerdutySettings> = {
  id: 'pagerduty',
  title: 'PagerDuty',
  about: {
    transport: 'webhook v3, v2 and v1',
    authentication: '`X-PagerDuty-Signature`, HMAC-SHA256, several values',
    deliveryKey: '`event.id`',
    pull: 'log entries of incidents',
  },
  resends: true,
  headers: ['content-type', 'x-webhook-id', 'x-webhook-subscription', 'x-throughline-record'],
  payload: pagerdutyPayload,
  settings: pagerdutySettings,
  authenticate,
  deliveryKey,
  read,
  interpret: (payload, { settings }) => {
    switch (payload.form) {
      case 'webhook':
        return interpretWebhook(payload.event, settings);
      case 'messages':
        return interpretMessages(payload.messages, settings);
      case 'incidents':
        return interpretIncidents(payload.incidents, settings);
      case 'log-entries':
        return interpretLogEntries(payload.entries, settings);
      case 'other':
        return ignored(
          `It is no webhook of PagerDuty and no incident, but holds: ${payload.what || 'nothing'}`,
        );
    }
  },
  pull: pagerdutyPull,
};
