import { z } from 'zod';
import { parseAllYaml } from '../../support/yaml.js';
import { ignored, recordsIn, type Told, together } from '../records.js';
import { authenticateAuthorization } from '../signatures.js';
import type { RawRequest, Setting, Source } from '../source.js';
import { interpretAudit } from './audit.js';
import type { Entry } from './payload.js';
import { type KubernetesSettings, kubernetesSettings } from './settings.js';
import { interpretObject } from './state.js';
import { entriesOf } from './wrapping.js';

const payload = z
  .array(z.looseObject({}))
  .transform((values): Entry[] => values.flatMap((value) => entriesOf(value)));

const YAML = /^[^;]*[/+-]yaml\s*(?:;|$)/i;

/** Audit events come as JSON, one a request or one a line; objects of a cluster as JSON or as YAML. */
const read = ({ headers, body }: RawRequest): unknown => {
  const text = body.toString('utf8');
  if (YAML.test(headers['content-type'] ?? '') || /^\s*(?:---|apiVersion:)/.test(text)) return yamlIn(text);
  return recordsIn(body).map(({ value }) => value);
};

const yamlIn = (text: string): unknown[] => {
  const documents = parseAllYaml(text, { logLevel: 'silent' });
  const broken = documents.find(({ errors }) => errors.length > 0);
  if (broken) throw new Error(broken.errors[0]!.message);
  return documents.map((document): unknown => document.toJS()).filter((value) => value !== null);
};

const interpretOne = (entry: Entry, { source, settings }: Setting<KubernetesSettings>): Told => {
  const cluster = settings.cluster ?? source;
  if (entry.is === 'audit')
    return interpretAudit(entry.event, { cluster: entry.cluster ?? cluster, settings });
  if (entry.is === 'object') return interpretObject(entry.object, { cluster, settings });
  return ignored(`Nothing is derived from a ${entry.what}.`);
};

/** The audit log of a cluster (its webhook backend, or as EKS, AKS and GKE hand it on), and the state of Deployments. */
export const kubernetes: Source<Entry[], KubernetesSettings> = {
  id: 'kubernetes',
  title: 'Kubernetes audit log',
  about: {
    transport: 'audit webhook backend, log files, EKS, AKS and GKE wrappings',
    authentication: 'bearer token or basic password',
    deliveryKey: 'hash of the body (each entry has `auditID`)',
  },
  resends: true,
  headers: ['content-type'],
  payload,
  settings: kubernetesSettings,
  authenticate: (request, secret) => authenticateAuthorization(request, secret),
  read,
  interpret: (entries, setting) => together(entries.map((entry) => interpretOne(entry, setting))),
};
