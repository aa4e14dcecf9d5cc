/**
 * Collects the keys asked for in one turn and loads them together: a field of every row of a page becomes one
 * statement. Nothing is kept.
 *
 * @param load gives the values in the order of the keys.
 */
export const batched = <K, V>(
  load: (keys: readonly K[]) => Promise<readonly V[]>,
): ((key: K) => Promise<V>) => {
  let waiting: K[] = [];
  let loading: Promise<readonly V[]> | undefined;
  const start = async (): Promise<readonly V[]> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const keys = waiting;
    waiting = [];
    loading = undefined;
    return load(keys);
  };
  return async (key) => {
    const position = waiting.push(key) - 1;
    loading ??= start();
    return (await loading)[position]!;
  };
};
