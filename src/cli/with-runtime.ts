import type { Runtime } from '../bootstrap/runtime.js';
import { readConfig } from '../config.js';

/** Opens the store for the length of one command: that of the running server, or one of its own. */
export const withRuntime = async <T>(work: (runtime: Runtime) => Promise<T>): Promise<T> => {
  // Loaded only by commands that work: --help answers at once.
  const { openRuntime } = await import('../bootstrap/runtime.js');
  const runtime = await openRuntime(readConfig(process.env));
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
};
