import { z } from 'zod';

/** A commit as `git log` tells it; times are unix seconds. */
const commit = z.object({
  sha: z.string(),
  parents: z.array(z.string()),
  authored: z.number(),
  committed: z.number(),
  name: z.string(),
  email: z.string(),
  message: z.string(),
});

/** A release tag, or, where the repository has none, a commit of the main line that stands for a deployment. */
const release = z.object({
  /** The tag's name; absent for a commit that stands for a deployment. */
  tag: z.string().optional(),
  sha: z.string(),
  /** Unix seconds: the tag's own date, for a lightweight tag its commit's. */
  at: z.number(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** When the import saw it, unix milliseconds: a tag that is moved later is told again, and the later telling wins. */
  seenAt: z.number(),
  gone: z.boolean().optional(),
});

/** A part of a repository's history, as the importer reads it. */
export const gitPayload = z.object({
  repo: z.string(),
  service: z.string(),
  environment: z.string(),
  commits: z.array(commit),
  releases: z.array(release),
});

export type GitPayload = z.infer<typeof gitPayload>;
export type GitCommit = z.infer<typeof commit>;
export type GitRelease = z.infer<typeof release>;
