import { z } from 'zod';
import { type Repository, repositoryAt } from './ids.js';

/** Pieces that GitHub's payloads share. Fields that we do not need are not described, so they may change freely. */

/** GitHub says null, or nothing at all, where it has nothing to say; both become undefined. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

export const text = z.string();
export const name = z.string().min(1);

/** An instant, brought to UTC, so that it can be part of an event's id. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => !Number.isNaN(Date.parse(value)), 'is no date')
  .transform((value) => new Date(value).toISOString());

/** Becomes undefined when it is no sha, as GitHub's empty texts are not. */
export const optionalSha = optional(text).transform((value) =>
  value && /^[0-9a-f]{7,64}$/.test(value) ? value : undefined,
);

export const isZeroSha = (sha: string): boolean => /^0+$/.test(sha);

export const user = z.object({ login: name, type: optional(text) });
export type User = z.output<typeof user>;

export const repository = z
  .object({
    full_name: name,
    html_url: optional(text),
    clone_url: optional(text),
    default_branch: optional(text),
  })
  .transform((told, context): Repository => {
    const repo = repositoryAt(told.html_url ?? told.clone_url ?? '', told.full_name);
    if (repo) return { ...repo, defaultBranch: told.default_branch };
    context.issues.push({
      code: 'custom',
      message: 'neither html_url nor clone_url is an address',
      input: told,
    });
    return z.NEVER;
  });

/** The run of a GitHub Actions workflow, as far as deployments, reviews of them and builds need it. */
export const workflowRun = z.object({
  id: z.int(),
  run_attempt: optional(z.int()),
  name: optional(text),
  conclusion: optional(text),
  head_sha: optionalSha,
  html_url: optional(text),
  run_started_at: optional(instant),
  created_at: optional(instant),
  updated_at: optional(instant),
  actor: optional(user),
  triggering_actor: optional(user),
  pull_requests: optional(z.array(z.object({ number: z.int() }))),
});
export type WorkflowRun = z.output<typeof workflowRun>;

export const numbersOf = (changes: readonly { number: number }[] | undefined): number[] =>
  (changes ?? []).map(({ number }) => number);

/** The address, if it is one that a browser may open. */
export const pageOf = (...urls: readonly (string | undefined)[]): string | undefined =>
  urls.find((url) => url !== undefined && /^https?:\/\//.test(url));
