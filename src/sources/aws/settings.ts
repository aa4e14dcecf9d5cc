import { z } from 'zod';
import { lookUp } from '../../support/look-up.js';

const names = z.record(z.string(), z.string());

/** What only a person can know of an AWS account. */
export const awsSettings = z.object({
  /** From the name of an application, pipeline, function or ECS service to the service it stands for. */
  services: names.default({}),
  /** From a deployment group, stage, cluster, alias or account number to the environment it stands for. */
  environments: names.default({}),
  /** Tags that name the environment of a server, in any case; the first that is there counts. */
  environmentTags: z.array(z.string()).default(['environment', 'env', 'stage']),
  /** Names of users, roles and sessions behind which no human stands. */
  bots: z.array(z.string()).default([]),
  /** Severities of which one finding is enough to fail the scan of an image. */
  /** How far back each round of reading CloudTrail begins again, as it shows calls late. */
  overlapMinutes: z.number().int().min(0).max(1_440).default(30),
  scanFailsOn: z.array(z.string()).default(['CRITICAL', 'HIGH']),
});
export type AwsSettings = z.output<typeof awsSettings>;

export const serviceOf = ({ services }: AwsSettings, name: string): string => lookUp(services, name) ?? name;

/** @param names from the nearest to the farthest; the first is the environment's name when a person named none. */
export const environmentOf = (
  { environments }: AwsSettings,
  ...names: readonly (string | undefined)[]
): string | undefined => {
  const known = names.filter((name): name is string => name !== undefined && name !== '');
  const named = known.find((name) => Object.hasOwn(environments, name));
  return named ? environments[named] : known[0]?.toLowerCase();
};
