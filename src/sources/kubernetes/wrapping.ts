import { z } from 'zod';
import { instantOf, looseNumber, looseObject, looseRecord, looseText } from '../../support/loose.js';
import { auditEvent, clusterObject, type Entry } from './payload.js';

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Wrappings stand in wrappings, but not deeper than this. */
const DEEPEST = 5;

/** Lists in which clusters, clouds and log collectors hand on what they have. */
const LISTS = ['items', 'records', 'logEvents'] as const;

/** The entries of a body, whichever cloud wrapped them. */
export const entriesOf = (value: unknown, depth = 0): Entry[] => {
  if (Array.isArray(value)) return depth > DEEPEST ? [] : value.flatMap((one) => entriesOf(one, depth + 1));
  if (!isObject(value)) return [{ is: 'other', what: 'value that is no object' }];
  const list = LISTS.map((name) => value[name]).find(Array.isArray);
  if (list) return depth > DEEPEST ? [] : list.flatMap((one) => entriesOf(one, depth + 1));
  return depth > DEEPEST ? [] : (ofCloud(value, depth) ?? [plain(value)]);
};

const plain = (value: Members): Entry => {
  if (isAudit(value)) return { is: 'audit', event: auditEvent.parse(value) };
  if (typeof value['kind'] === 'string') return { is: 'object', object: clusterObject.parse(value) };
  return { is: 'other', what: 'record that is neither of an audit log nor an object of a cluster' };
};

const isAudit = ({ kind, auditID, verb, objectRef }: Members): boolean =>
  (kind === 'Event' && verb !== undefined) ||
  (auditID !== undefined && verb !== undefined) ||
  isObject(objectRef);

const ofCloud = (value: Members, depth: number): Entry[] | undefined => {
  const { properties, protoPayload, message, Payload } = value;
  if (isObject(protoPayload)) return [ofGoogle(value, protoPayload)];
  if (isObject(properties) && properties['log'] !== undefined)
    return ofAzure(value, properties['log'], depth);
  if (isObject(message) && typeof message['data'] === 'string') {
    return ofText(Buffer.from(message['data'], 'base64').toString('utf8'), depth);
  }
  const text = message ?? Payload;
  return typeof text === 'string' && text.startsWith('{') ? ofText(text, depth) : undefined;
};

const ofText = (text: string, depth: number): Entry[] => {
  try {
    return entriesOf(JSON.parse(text) as unknown, depth + 1);
  } catch {
    return [{ is: 'other', what: 'record whose text is no JSON' }];
  }
};

/** Azure keeps the event as a text in a record that knows the time and the cluster. */
const ofAzure = (record: Members, log: unknown, depth: number): Entry[] => {
  const inside = typeof log === 'string' ? ofText(log, depth) : entriesOf(log, depth + 1);
  const cluster = /\/managedClusters\/([^/]+)/i.exec(String(record['resourceId'] ?? ''))?.[1]?.toLowerCase();
  const time = instantOf(String(record['time'] ?? record['timestamp'] ?? ''));
  return inside.map((entry) =>
    entry.is === 'audit'
      ? {
          ...entry,
          cluster: entry.cluster ?? cluster,
          event: { ...entry.event, timestamp: entry.event.timestamp ?? time },
        }
      : entry,
  );
};

const google = z.object({
  authenticationInfo: looseObject({ principalEmail: looseText, principalSubject: looseText }),
  methodName: looseText,
  resourceName: looseText,
  requestMetadata: looseObject({ callerIp: looseText, callerIP: looseText }),
  status: looseObject({ code: looseNumber, message: looseText }),
  request: z.unknown().optional(),
  response: z.unknown().optional(),
});
const googleEntry = z.object({
  insertId: looseText,
  operation: looseObject({ id: looseText }),
  resource: looseObject({ labels: looseRecord }),
  labels: looseRecord,
});

/** Google answers in codes of gRPC. */
const HTTP_CODES = new Map([
  [3, 400],
  [5, 404],
  [6, 409],
  [7, 403],
  [16, 401],
]);

const httpCodeOf = (code: number | undefined): number => (code ? (HTTP_CODES.get(code) ?? 500) : 200);

/** Google tells the same in words of its own: `io.k8s.core.v1.pods.exec.create` on `core/v1/namespaces/a/pods/b/exec`. */
const ofGoogle = (record: Members, payload: Members): Entry => {
  const { authenticationInfo: who, ...call } = google.parse(payload);
  const { insertId, operation, resource, labels } = googleEntry.parse(record);
  const verb = call.methodName?.split('.').at(-1);
  const caller = call.requestMetadata?.callerIp ?? call.requestMetadata?.callerIP;
  const cluster = resource?.labels['cluster_name'];
  const event = auditEvent.parse({
    auditID: operation?.id ?? insertId,
    verb,
    user: { username: who?.principalEmail ?? who?.principalSubject },
    sourceIPs: caller ? [caller] : [],
    objectRef: objectAt(call.resourceName),
    responseStatus: { code: httpCodeOf(call.status?.code), reason: call.status?.message },
    requestObject: call.request,
    responseObject: call.response,
    // Google's times are UTC; some collectors of them leave the zone away.
    timestamp: instantOf(String(record['timestamp'] ?? ''), 'utc'),
    annotations: labels,
  });
  return { is: 'audit', event, cluster: typeof cluster === 'string' ? cluster : undefined };
};

const objectAt = (path: string | undefined) => {
  const [apiGroup, , ...parts] = (path ?? '').split('/');
  const [namespace, rest] =
    parts[0] === 'namespaces' && parts.length > 2 ? [parts[1], parts.slice(2)] : [undefined, parts];
  const [resource, name, subresource] = rest;
  return { apiGroup: apiGroup === 'core' ? undefined : apiGroup, namespace, resource, name, subresource };
};
