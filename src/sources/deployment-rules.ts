import { z } from 'zod';

/** An expression as a person writes it; refused when it is none. */
export const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text);
  } catch {
    context.issues.push({ code: 'custom', message: `${text} is not a regular expression`, input: text });
    return z.NEVER;
  }
});

/**
 * Which runs deploy what where: only a person can know. Texts may hold `{NAME}`: a named group of the expression
 * (`(?<service>.+)`) or else a parameter of the run. A rule whose text names what a run does not have does not fit.
 */
export const deploymentRule = z.object({
  /** What the name of the job, workflow, template or workspace must match. */
  job: pattern,
  service: z.string(),
  environment: z.string(),
  version: z.string().optional(),
  /** Separated by commas or spaces. */
  hosts: z.string().optional(),
  kind: z.enum(['deploy', 'upgrade', 'rollback', 'remove']).default('deploy'),
});
export type DeploymentRule = z.output<typeof deploymentRule>;

export interface Deploys {
  readonly service: string;
  readonly environment: string;
  readonly version?: string | undefined;
  readonly hosts?: string[] | undefined;
  readonly kind: DeploymentRule['kind'];
}

/** An administrator's expression shall not be handed a novel. */
const LONGEST_NAME = 500;

/** What a run deploys by the first rule that fits. */
export const deploymentBy = (
  rules: readonly DeploymentRule[],
  job: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Deploys | undefined => {
  for (const rule of rules) {
    const match = rule.job.exec(job.slice(0, LONGEST_NAME));
    const deploys = match && filled(rule, { ...parameters, ...match.groups });
    if (deploys) return deploys;
  }
  return undefined;
};

const filled = (rule: DeploymentRule, values: Readonly<Record<string, unknown>>): Deploys | undefined => {
  const service = fill(rule.service, values);
  const environment = fill(rule.environment, values)?.toLowerCase();
  if (!service || !environment) return undefined;
  const hosts =
    rule.hosts &&
    fill(rule.hosts, values)
      ?.split(/[\s,]+/)
      .filter((host) => host !== '');
  return {
    service,
    environment,
    kind: rule.kind,
    version: rule.version && fill(rule.version, values),
    hosts: hosts && hosts.length > 0 ? hosts : undefined,
  };
};

const fill = (template: string, values: Readonly<Record<string, unknown>>): string | undefined => {
  let missing = false;
  const text = template.replaceAll(/\{([\w.-]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    missing ||= !known || value === '';
    return String(value);
  });
  return missing ? undefined : text;
};
