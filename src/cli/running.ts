import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { isAlive } from '../support/postgres/embedded.js';

/** Tells other commands where the running server listens. */
export const stateFile = (config: Config): string => join(config.dataDir, 'server.json');

/** Where the server of this data directory listens, if one is running. */
export const runningUrl = async (config: Config): Promise<string | undefined> => {
  const state = await readFile(stateFile(config), 'utf8').catch(() => undefined);
  if (!state) return undefined;
  const { pid, url } = JSON.parse(state) as { pid: number; url: string };
  return isAlive(pid) ? url : undefined;
};
