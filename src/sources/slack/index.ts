import { at, type Fields, isFields, listOf, nameOf, records, type Told, together } from '../reading.js';
import { authenticateHmac, refuseOld } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { interpretAuditEntry } from './audit.js';
import { interpretEvent } from './event.js';
import { interpretInteraction, interpretSlashCommand } from './interactive.js';
import { pull } from './pull.js';
import { type SlackSetting, type SlackSettings, slackSettings } from './settings.js';

const SIGNED_AT = 'x-slack-request-timestamp';

/** Slack's Events API, slash commands, buttons and audit log. */
export const slack: Source<Fields[], SlackSettings> = {
  id: 'slack',
  title: 'Slack',
  about: {
    transport: 'Events API, slash commands, buttons, audit log',
    authentication: '`X-Slack-Signature`, HMAC-SHA256 with time',
    deliveryKey: '`event_id` or `trigger_id`',
    pull: 'audit log',
  },
  resends: true,
  headers: ['content-type', SIGNED_AT, 'x-slack-retry-num', 'x-slack-retry-reason', 'x-throughline-record'],
  payload: records,
  settings: slackSettings,
  authenticate: (request, secret, { now }) => {
    const seconds = request.headers[SIGNED_AT] ?? '';
    if (!/^\d{1,12}$/.test(seconds))
      return { ok: false, reason: `The header ${SIGNED_AT} is missing or no time` };
    const signed = authenticateHmac(SCHEME, request, secret);
    return signed.ok ? (refuseOld(Number(seconds), now) ?? signed) : signed;
  },
  greet: (request) => {
    const challenge = challengeIn(request);
    return challenge === undefined ? undefined : { contentType: 'text/plain', body: challenge };
  },
  deliveryKey: (request) => {
    const body = attempted(request);
    return nameOf(at(body, 'event_id')) ?? nameOf(at(body, 'trigger_id'));
  },
  read: (request) => read(request),
  interpret: (told, setting) =>
    together(
      told.flatMap((record) => interpretRecord(record, setting)),
      'Nothing was sent',
    ),
  pull,
};

const SCHEME = {
  header: 'x-slack-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v0=',
  signed: ({ headers, body }: RawRequest) => Buffer.concat([Buffer.from(`v0:${headers[SIGNED_AT]}:`), body]),
} as const;

/** Events come as JSON; commands as a form; buttons as JSON in the field `payload` of a form. */
const read = ({ headers, body }: RawRequest): unknown => {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const isForm = !/^\s*[[{"]/.test(text) && text.includes('=');
  if (!isForm) return withTime(JSON.parse(text), headers[SIGNED_AT]);
  const form = Object.fromEntries(new URLSearchParams(text));
  return withTime(form['payload'] === undefined ? form : JSON.parse(form['payload']), headers[SIGNED_AT]);
};

const withTime = (value: unknown, signedAt: string | undefined): unknown =>
  isFields(value) && value['command'] !== undefined ? { ...value, signed_at: signedAt } : value;

const attempted = (request: RawRequest): unknown => {
  try {
    return read(request);
  } catch {
    return undefined;
  }
};

const challengeIn = (request: RawRequest): string | undefined => {
  const body = attempted(request);
  return at(body, 'type') === 'url_verification' ? nameOf(at(body, 'challenge')) : undefined;
};

const interpretRecord = (record: Fields, setting: SlackSetting): Told[] => {
  if (record['type'] === 'url_verification') return ['Slack only tries whether its events reach us'];
  if (isFields(record['event'])) return [interpretEvent(record, setting)];
  if (Array.isArray(record['entries'])) {
    return listOf(record['entries'])
      .filter(isFields)
      .map((entry) => interpretAuditEntry(entry, setting));
  }
  if (record['date_create'] !== undefined) return [interpretAuditEntry(record, setting)];
  if (record['command'] !== undefined) return [interpretSlashCommand(record, setting)];
  return [interpretInteraction(record, setting)];
};
