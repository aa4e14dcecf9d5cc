import { z } from 'zod';
import { pattern } from '../deployment-rules.js';
import { serviceMap } from '../service-map.js';

export const gitlabSettings = z.object({
  /** Which service a project is, by its path (`acme/shop`); otherwise it is called by the last part of its path. */
  services: serviceMap,
  /** The server, where an audit event does not tell it. */
  host: z.string().min(1).default('gitlab.com'),
  /** Logins of accounts that no person uses; those that GitLab makes for access tokens are known anyway. */
  bots: z.array(z.string()).default([]),
  /** Jobs whose stage or name match check something: their end is a verification. */
  verifications: pattern.prefault('(?:^|[^a-z])(?:tests?|lint|check|verify|scan|audit)(?![a-z])'),
  /** Projects to pull, by their paths. */
  projects: z.array(z.string()).default([]),
  /** Audit events are pulled too: only some editions have them, and only owners may read them. */
  auditEvents: z.boolean().default(false),
  /** How far a pull looks back for what was still under way, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type GitlabSettings = z.output<typeof gitlabSettings>;
