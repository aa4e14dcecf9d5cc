import type { Runtime } from '../bootstrap/runtime.js';

/** Opens the store for the length of one command: that of the running server, or one of its own. */
export const withRuntime = async <T>(work: (runtime: Runtime) => Promise<T>): Promise<T> => {
  // Loaded only by commands that work, --help answers at once; and while the database starts.
  const { readConfig } = await import('../config.js');
  const config = readConfig(process.env);
  const { openStore } = await import('../bootstrap/store.js');
  const opening = openStore(config);
  opening.catch(() => {});
  const { openRuntime } = await import('../bootstrap/runtime.js');
  const runtime = await openRuntime(config, opening);
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
};
