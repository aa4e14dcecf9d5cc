import { readFile } from 'node:fs/promises';
import type { Config } from '../config.js';
import { stateFile } from '../main.js';
import { isAlive } from '../support/postgres/embedded.js';

/** Where the server of this data directory listens, if one is running. */
export const runningUrl = async (config: Config): Promise<string | undefined> => {
  const state = await readFile(stateFile(config), 'utf8').catch(() => undefined);
  if (!state) return undefined;
  const { pid, url } = JSON.parse(state) as { pid: number; url: string };
  return isAlive(pid) ? url : undefined;
};
