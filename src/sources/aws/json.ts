/** Looks into what CloudTrail and EventBridge leave to each service; whatever is not there is undefined. */
export type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (value: Json | undefined, ...path: readonly string[]): Json => {
  let here: unknown = value;
  for (const name of path) here = isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined;
  return isObject(here) ? here : {};
};

export const textAt = (value: Json | undefined, ...path: readonly string[]): string | undefined => {
  const found = objectAt(value, ...path.slice(0, -1))[path.at(-1) ?? ''];
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

const MOST = 10_000;

/** A list, or what EC2 makes of one: `{ items: [...] }`. */
export const listAt = (value: Json | undefined, ...path: readonly string[]): Json[] => {
  const found = objectAt(value, ...path.slice(0, -1))[path.at(-1) ?? ''];
  const list = isObject(found) ? found['items'] : found;
  return Array.isArray(list) ? list.filter(isObject).slice(0, MOST) : [];
};

export const textsAt = (value: Json | undefined, ...path: readonly string[]): string[] => {
  const found = objectAt(value, ...path.slice(0, -1))[path.at(-1) ?? ''];
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  return Array.isArray(found) ? found.filter(isText).slice(0, MOST) : [];
};
