import { z } from 'zod';
import { deploymentRule, pattern } from '../deployment-rules.js';

export const circleciSettings = z.object({
  /** Which jobs deploy what where: `job` is matched against `WORKFLOW/JOB`; texts may name parameters of the pipeline. */
  deployments: z.array(deploymentRule).default([]),
  /** Jobs whose names match check something: their end is a verification. */
  verifications: pattern.prefault('(?:^|[^a-z])(?:tests?|lint|check|verify|scan|audit)(?![a-z])'),
  /** Projects to pull, `gh/acme/shop`. */
  projects: z.array(z.string()).default([]),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type CircleciSettings = z.output<typeof circleciSettings>;
