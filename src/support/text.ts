/**
 * Text that PostgreSQL can store: NUL and lone surrogates, which its text and jsonb refuse, become U+FFFD.
 * The delivery that brought them keeps its raw bytes, so nothing is lost.
 */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');

/** `storable` for every string inside a JSON value, keys included; the same value where that changes nothing. */
export const storableDeep = <T>(value: T): T => (isStorable(value) ? value : made(value));

const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isStorable);
  const members = value as Readonly<Record<string, unknown>>;
  return Object.keys(members).every((key) => isStorable(key) && isStorable(members[key]));
};

const made = <T>(value: T): T => {
  if (typeof value === 'string') return storable(value) as T;
  if (Array.isArray(value)) return value.map(made) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key), made(member)])) as T;
};

/** As a part of a URI. Half a character, which encodeURIComponent refuses, becomes U+FFFD. */
export const uriPart = (text: string): string => encodeURIComponent(text.toWellFormed());

export const firstLine = (text: string): string => text.split('\n', 1)[0]!.trim();
