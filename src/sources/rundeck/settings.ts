import { z } from 'zod';
import { isZone } from '../instants.js';
import { deploymentRule } from '../run-rules.js';
import type { Setting } from '../source.js';

const texts = z.array(z.string().min(1).max(1_000)).max(1_000).default([]);

/** What only a person knows of a Rundeck. Jobs are named `group/name`, where `*` stands for anything. */
export const rundeckSettings = z.strictObject({
  /** The zone of the times in Rundeck's log files, which do not say it. */
  zone: z.string().refine(isZone, 'is no time zone such as Europe/Berlin').default('UTC'),
  /** Which job deploys which service; texts may hold `{{options.name}}` and `{{project}}`. */
  deployments: z.array(deploymentRule).max(1_000).default([]),
  /** Jobs that somebody runs to say yes. */
  approvals: texts,
  /** Accounts behind which somebody else stands. */
  bots: texts,
  /** Which projects to read; none means all that the token may see. */
  projects: texts,
  /** The version of its API. */
  api: z.int().min(14).max(1_000).default(41),
});
export type RundeckSettings = z.output<typeof rundeckSettings>;
export type RundeckSetting = Setting<RundeckSettings>;

export const SOURCE = 'rundeck';

/** `rundeck:SOURCE/ID`: execution ids are numbers of one server. */
export const executionId = ({ source }: { source: string }, id: string): string =>
  `${SOURCE}:${source}/${id}`;

/** A job is known by its id; where only its project and path are told, by these. */
export const definitionId = ({ source }: { source: string }, job: string): string =>
  `${SOURCE}:${source}/job/${job}`;
