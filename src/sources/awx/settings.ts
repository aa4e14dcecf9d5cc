import { z } from 'zod';
import { deploymentRule } from '../deployment-rules.js';

export const awxSettings = z.object({
  /** Which jobs deploy what where: `job` is matched against the name of the job's template; texts may name extra variables. */
  deployments: z.array(deploymentRule).default([]),
  /** The environment that an inventory is; default: the name of the inventory. */
  environments: z.record(z.string(), z.string().min(1)).default({}),
  /** Accounts that are programs, not people. */
  services: z.array(z.string()).default([]),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type AwxSettings = z.output<typeof awxSettings>;
