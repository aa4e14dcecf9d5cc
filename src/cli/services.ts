import type { Pool } from 'pg';
import { loadKey } from '../access/seal.js';
import type { Clock } from '../support/clock.js';
import { runningUrl } from './running.js';
import { withRuntime } from './with-runtime.js';

/** What the commands about sources and tokens need. */
export interface Services {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly key: Buffer;
  /** Where senders and people reach the service. */
  readonly baseUrl: string;
}

export type WithServices = <T>(work: (services: Services) => Promise<T>) => Promise<T>;

export const withServices: WithServices = (work) =>
  withRuntime(async ({ pool, clock, config }) => {
    const baseUrl = config.publicUrl ?? (await runningUrl(config)) ?? `http://localhost:${config.port}`;
    return work({ pool, clock, key: await loadKey(config), baseUrl });
  });
