import { isJson, type Json, jsonValues, unwrapped } from '../parts.js';
import type { RawRequest } from '../source.js';

/**
 * A workflow's notification, an alert of the older kinds, or a deployment. Templates are the customers' own, so the names
 * of their members are compared without regard to case and to what joins their words.
 *
 * @throws Error when the body is neither JSON nor a form with JSON inside.
 */
export const read = ({ body }: RawRequest): unknown => {
  const content = body.toString('utf8').trim();
  const values = /^(?:deployment|alert|payload)=/.test(content) ? fromForm(content) : jsonValues(content);
  return { told: values.map(unwrapped).filter(isJson).flatMap(inside).map(plain) };
};

/** The oldest webhooks are forms: the field's name tells what its JSON is. */
const fromForm = (content: string): unknown[] =>
  [...new URLSearchParams(content)]
    .filter(([field]) => field === 'deployment' || field === 'alert' || field === 'payload')
    .map(([field, json]) => (field === 'payload' ? JSON.parse(json) : { [field]: JSON.parse(json) }));

/** Answers of the graph API lie some levels deep: `{ data: { actor: { deployments: { results } } } }`. */
const DEEPEST = 8;
const INNER = ['data', 'actor', 'entity', 'deployments', 'changeTrackingCreateDeployment', 'results'];
const DEPLOYMENT = ['deployment', 'changeTrackingEvent', 'changeTrackingCreateDeployment'];

const inside = (value: Json, depth = 0): Json[] => {
  for (const kind of DEPLOYMENT) {
    if (isJson(value[kind])) return [{ ...value[kind], throughlinekind: 'deployment' }];
  }
  if (isJson(value['alert'])) return [{ ...value['alert'], throughlinekind: 'alert' }];
  if (isJson(value['issue']) || isJson(value['incident'])) {
    return [{ ...value, ...(value['issue'] ?? {}), ...(value['incident'] ?? {}) }];
  }
  const inner = INNER.map((key) => value[key]).find((one) => typeof one === 'object' && one !== null);
  if (inner === undefined || depth > DEEPEST) return [value];
  return (Array.isArray(inner) ? inner.filter(isJson) : [inner as Json]).flatMap((one) =>
    inside(one, depth + 1),
  );
};

const plain = (value: Json): Json =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toLowerCase().replace(/[^a-z0-9]/g, ''), member]),
  );
