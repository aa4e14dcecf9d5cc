import { z } from 'zod';
import { matchesGlob } from '../run-rules.js';

const repositoryPath = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'is not of the form owner/name');

export const githubSettings = z.object({
  /** Where the repositories are; an audit log does not say it. */
  host: z.string().min(1).default('github.com'),
  /** Comments that approve a pull request, such as `/approve` or `LGTM*`; `*` stands for anything. None by default. */
  approvalComments: z.array(z.string().min(1)).default([]),
  /** What a pull reads, `acme/shop`. */
  repositories: z.array(repositoryPath).default([]),
  /** Organizations whose audit log a pull reads. */
  organizations: z.array(z.string().regex(/^[\w.-]+$/)).default([]),
  /** Stands before the paths of the API: empty on github.com, `/api/v3` on an enterprise server. */
  apiPath: z.string().default(''),
  /** How far a pull looks back for what was still running, in hours. */
  overlapHours: z.number().min(0).default(24),
});
export type GithubSettings = z.output<typeof githubSettings>;

export const approves = ({ approvalComments }: GithubSettings, comment: string): boolean =>
  approvalComments.some((pattern) => matchesGlob(pattern.toLowerCase(), comment.trim().toLowerCase()));
