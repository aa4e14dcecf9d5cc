import { acceptedOr, ignored } from '../outcome.js';
import type { Source } from '../source.js';
import { type JiraPayload, jiraPayload } from './payload.js';
import { jiraPull } from './pull.js';
import { eventsOfRecord } from './record.js';
import { authenticate, read } from './request.js';
import { type JiraSettings, jiraSettings } from './settings.js';
import { interpretWebhook } from './webhook.js';

/** Jira, in the cloud and on servers: webhooks, and the same history from the API. */
export const jira: Source<JiraPayload, JiraSettings> = {
  id: 'jira',
  title: 'Jira',
  about: {
    transport: 'webhook, cloud and server',
    authentication: '`X-Hub-Signature`, HMAC-SHA256, or token',
    deliveryKey: '`X-Atlassian-Webhook-Identifier`',
    pull: 'issues with their changelog',
  },
  resends: true,
  headers: [
    'content-type',
    'x-atlassian-webhook-identifier',
    'x-atlassian-webhook-retry',
    'x-throughline-record',
  ],
  payload: jiraPayload,
  settings: jiraSettings,
  authenticate,
  deliveryKey: ({ headers }) => headers['x-atlassian-webhook-identifier'],
  read,
  interpret: (payload, setting) => {
    if (payload.form === 'webhook') return interpretWebhook(payload.webhook, setting);
    if (payload.form === 'other')
      return ignored(`It is neither a webhook of Jira nor an issue, but holds: ${payload.what || 'nothing'}`);
    const events = payload.records.flatMap((record) => eventsOfRecord(record, setting));
    return acceptedOr('The issues tell no times, so nothing is known to have happened', events);
  },
  pull: jiraPull,
};
