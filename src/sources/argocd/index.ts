import { z } from 'zod';
import { yamlValue } from '../../support/yaml.js';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { RawRequest, Source } from '../source.js';
import { interpretApplication } from './interpret.js';
import { type ArgocdSetting, type ArgocdSettings, argocdSettings } from './parts.js';
import { application } from './payload.js';
import { pull } from './pull.js';

const payload = z.array(z.looseObject({}));
type Record = z.output<typeof payload>[number];

const YAML = /^[^;]*[/+-]yaml\s*(?:;|$)/i;

const read = ({ headers, body }: RawRequest): unknown[] => {
  const text = body.toString('utf8');
  const yaml = YAML.test(headers['content-type'] ?? '') || /^\s*(?:---|apiVersion:)/.test(text);
  const values: unknown[] = yaml
    ? [yamlValue(text, { logLevel: 'error' })]
    : recordsIn(body).map(({ value }) => value);
  return values.flatMap(unwrapped);
};

const isObject = (value: unknown): value is Readonly<globalThis.Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A person writes the body of a notification: it may hold the application under a name, or be it. */
const unwrapped = (value: unknown): unknown[] => {
  if (!isObject(value)) return [value];
  if (Array.isArray(value['items'])) return value['items'];
  const { app, application: named, result } = value;
  const inside = [app, named, result].find(isObject);
  if (!inside) return [value];
  return isObject(inside['application']) ? [inside['application']] : [inside];
};

const interpretOne = (record: Record, setting: ArgocdSetting): Told => {
  if ('kind' in record && record['kind'] !== 'Application')
    return ignored(`An object of kind ${String(record['kind']).slice(0, 100)} is no Application.`);
  if (!('metadata' in record || 'status' in record))
    return ignored(
      'The body holds no application: send {{toJson .app}} in the template of the notification.',
    );
  const app = application.safeParse(record);
  return app.success ? interpretApplication(app.data, setting) : ignored('The body is no application.');
};

/** Applications of Argo CD: posted by its notifications, or read from its API. */
export const argocd: Source<Record[], ArgocdSettings> = {
  id: 'argocd',
  title: 'Argo CD',
  about: {
    transport: 'webhook of argocd-notifications',
    authentication: 'bearer token or basic password',
    deliveryKey: 'hash of the body',
    pull: 'applications with their history',
  },
  headers: ['content-type', 'x-throughline-record'],
  payload,
  settings: argocdSettings,
  authenticate: (request, secret) => authenticateAuthorization(request, secret),
  read,
  interpret: (records, setting) => together(records.map((record) => interpretOne(record, setting))),
  pull,
};
