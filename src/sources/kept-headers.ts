/**
 * The headers of a request that a source wants kept.
 *
 * @param kept the source's `headers`: names in lower case; one that ends in `*` is the beginning of names.
 */
export const keptHeaders = (
  kept: readonly string[],
  headers: Readonly<Record<string, string>>,
): Record<string, string> => {
  const names = new Set(kept);
  const prefixes = kept.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
};
