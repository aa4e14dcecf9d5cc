import { z } from 'zod';
import { deploymentRule, pattern } from '../deployment-rules.js';

export const azureSettings = z.object({
  /** Which pipelines deploy what where: `job` is matched against the pipeline's name, or `PIPELINE/JOB`. */
  deployments: z.array(deploymentRule).default([]),
  /** Jobs of a pipeline whose names match check something: their end is a verification. */
  verifications: pattern.prefault('(?:^|[^a-z])(?:tests?|lint|check|verify|scan|audit)(?![a-z])'),
  /**
   * Messages name a work item `AB#12`, and so it is called. Not where several organizations are told of: their numbers
   * are the same, so each is called by its address, which no message names.
   */
  mentionedByNumber: z.boolean().default(true),
  /** States of work items in which somebody works on them. */
  activeStates: z.array(z.string()).default(['Active', 'Committed', 'In Progress', 'Doing', 'Resolved']),
  /** States in which they are done. */
  closedStates: z.array(z.string()).default(['Closed', 'Done', 'Completed', 'Removed']),
  /** What a pull reads, below the organization's address: names of projects. */
  projects: z.array(z.string().regex(/^[^/\\?#]+$/)).default([]),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type AzureSettings = z.output<typeof azureSettings>;
