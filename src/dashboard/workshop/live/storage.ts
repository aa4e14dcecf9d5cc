/** What the browser keeps; where it keeps nothing (a private window), what this page keeps. */
const memory = new Map<string, string>();

const attempt = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

export const keep = (key: string, value: string): void => {
  memory.set(key, value);
  attempt(() => localStorage.setItem(key, value), undefined);
};

export const kept = (key: string): string | undefined =>
  attempt(() => localStorage.getItem(key) ?? undefined, undefined) ?? memory.get(key);

export const forget = (key: string): void => {
  memory.delete(key);
  attempt(() => localStorage.removeItem(key), undefined);
};

export const keptUnder = (prefix: string): string[] => {
  const stored = attempt(() => Object.keys(localStorage), []);
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
};
