import { z } from 'zod';
import { serviceMap } from '../service-map.js';

export const newrelicSettings = z.object({
  /** Entities, applications, policies and conditions by name or id, each with the service it stands for. */
  services: serviceMap,
  /** Where a deployment was made that is marked: a marker does not tell. */
  environment: z.string().min(1).default('production'),
  /** False where another source tells of the same deployments, so that none counts twice. */
  deployments: z.boolean().default(true),
});
export type NewrelicSettings = z.output<typeof newrelicSettings>;
