/** One value of each identity: the last, where the first of them stood. */
export const distinctBy = <T>(values: Iterable<T>, identityOf: (value: T) => string): T[] => {
  const found = new Map<string, T>();
  for (const value of values) found.set(identityOf(value), value);
  return [...found.values()];
};
