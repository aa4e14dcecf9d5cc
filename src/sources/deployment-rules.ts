import { z } from 'zod';
import { at } from './reading.js';
import { matchesGlob } from './run-rules.js';

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
 * Which runs deploy what where: only a person can know. Written as in every source: `action` is the name of the job,
 * workflow, template or workspace, in which `*` stands for anything, and texts may hold `{{path.to.a.value}}`, a parameter
 * of the run. In place of `action` there may be an expression, `job`, whose named groups (`(?<service>.+)`) are values too;
 * `{NAME}` is read like `{{NAME}}`. A rule whose text names what a run does not have does not fit.
 */
const rule = z.object({
  action: z.string().min(1).max(1_000).optional(),
  job: pattern.optional(),
  service: z.string(),
  environment: z.string(),
  version: z.string().optional(),
  /** Separated by commas or spaces. */
  hosts: z.string().optional(),
  kind: z.enum(['deploy', 'upgrade', 'rollback', 'remove']).default('deploy'),
});
export const deploymentRule = rule.refine(
  ({ action, job }) => (action === undefined) !== (job === undefined),
  {
    error: 'a rule has either an action, such as deploy-*, or an expression as job',
  },
);
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
    const groups = groupsOf(rule, job.slice(0, LONGEST_NAME));
    const deploys = groups && filled(rule, { ...parameters, ...groups });
    if (deploys) return deploys;
  }
  return undefined;
};

/** @returns undefined where the name does not fit. */
const groupsOf = ({ action, job }: DeploymentRule, name: string): Record<string, string> | undefined => {
  if (action !== undefined) return matchesGlob(action, name) ? {} : undefined;
  const match = job?.exec(name);
  return match ? { ...match.groups } : undefined;
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
  const text = template.replaceAll(
    /\{\{\s*([\w.-]+)\s*\}\}|\{([\w.-]+)\}/g,
    (_, path: string, name: string) => {
      const asked = path ?? name;
      const value = Object.hasOwn(values, asked) ? values[asked] : at(values, asked);
      const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      missing ||= !known || value === '';
      return String(value);
    },
  );
  return missing ? undefined : text;
};
