/**
 * Collects the keys asked for in one turn and loads them together: a field of every row of a page becomes one
 * statement. A key asked for twice is loaded once. Nothing is kept.
 *
 * @param nameOf keys with one name are one key.
 * @param load gives the values in the order of the keys.
 */
export const batched = <K, V>(
  nameOf: (key: K) => string,
  load: (keys: readonly K[]) => Promise<readonly V[]>,
): ((key: K) => Promise<V>) => {
  let waiting = new Map<string, K>();
  let loading: Promise<ReadonlyMap<string, V>> | undefined;
  const start = async (): Promise<ReadonlyMap<string, V>> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const keys = waiting;
    waiting = new Map();
    loading = undefined;
    const values = await load([...keys.values()]);
    return new Map([...keys.keys()].map((name, i) => [name, values[i]!]));
  };
  return async (key) => {
    const name = nameOf(key);
    waiting.set(name, key);
    loading ??= start();
    return (await loading).get(name)!;
  };
};
