import { z } from 'zod';
import { serviceMap } from '../service-map.js';

export const bitbucketSettings = z.object({
  /** Which service a repository is, by its path (`acme/shop`); otherwise it is called by the last part of its path. */
  services: serviceMap,
  /** Account ids, user names or nicknames of accounts that no person uses. */
  bots: z.array(z.string()).default([]),
  /** Repositories of the cloud to pull, `acme/shop`. */
  repositories: z.array(z.string()).default([]),
  /** How far a pull looks back for what was still under way, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type BitbucketSettings = z.output<typeof bitbucketSettings>;
