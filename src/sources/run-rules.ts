import { z } from 'zod';
import { eventId } from '../events/event-id.js';
import { DEFINITION } from '../events/links.js';
import type { DeliveryEvent, EventOf } from '../events/vocabulary.js';
import { at, nameOf } from './reading.js';

/**
 * Only a person knows which runs of an automation deploy what: `{action: 'pack.deploy*', service: '{{parameters.app}}',
 * environment: production}`. A text may hold `{{path.to.a.value}}`, taken from the run.
 */
const template = z.string().min(1).max(1_000);

export const deploymentRule = z.object({
  /** `*` stands for anything. */
  action: template,
  service: template,
  environment: template,
  version: template.optional(),
  repo: template.optional(),
  sha: template.optional(),
  artifact: template.optional(),
  kind: z.enum(['deploy', 'upgrade', 'rollback', 'remove']).default('deploy'),
});
export type DeploymentRule = z.output<typeof deploymentRule>;

/** Time linear in the lengths times the number of stars: no pattern is compiled from what a person wrote. */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let from = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
};

export const matchesAny = (patterns: readonly string[], text: string | undefined): boolean =>
  text !== undefined && patterns.some((pattern) => matchesGlob(pattern, text));

/** @returns undefined when a value that the template names is not there. */
export const fillIn = (text: string, values: unknown): string | undefined => {
  let known = true;
  const filled = text.replace(/\{\{\s*([\w.-]{1,200})\s*\}\}/g, (_, path: string) => {
    const value = at(values, path);
    const told = typeof value === 'boolean' ? String(value) : nameOf(value);
    if (told === undefined) known = false;
    return told ?? '';
  });
  return known ? nameOf(filled) : undefined;
};

type Run = EventOf<'execution.started'> | EventOf<'execution.finished'>;

/** The deployment that a run was, by the first rule that fits and whose service and environment are known. */
export const deploymentOf = (
  run: Run,
  rules: readonly DeploymentRule[],
  values: unknown,
): DeliveryEvent | undefined => {
  for (const rule of rules) {
    if (run.action === undefined || !matchesGlob(rule.action, run.action)) continue;
    const deployed = deployedBy(run, rule, values);
    if (deployed) return deployed;
  }
  return undefined;
};

const deployedBy = (run: Run, rule: DeploymentRule, values: unknown): DeliveryEvent | undefined => {
  const [service, environment] = [fillIn(rule.service, values), fillIn(rule.environment, values)];
  if (!service || !environment) return undefined;
  const sha = rule.sha && fillIn(rule.sha, values);
  const about = {
    ...commonOf(run),
    service,
    environment,
    deployment: run.execution,
    version: rule.version && fillIn(rule.version, values),
    repo: rule.repo && fillIn(rule.repo, values),
    sha: sha && /^[0-9a-f]{7,64}$/.test(sha) ? sha : undefined,
    artifact: rule.artifact && fillIn(rule.artifact, values),
    hosts: run.hosts,
  };
  if (run.type === 'execution.finished') {
    const id = eventId('deployment.finished', service, environment, run.execution);
    return { ...about, type: 'deployment.finished', id, outcome: run.outcome, kind: rule.kind };
  }
  return {
    ...about,
    type: 'deployment.started',
    id: eventId('deployment.started', service, environment, run.execution),
  };
};

const commonOf = (run: Run) => ({
  at: run.at,
  source: run.source,
  actor: run.actor,
  initiator: run.initiator,
  authorizer: run.authorizer,
  url: run.url,
  revision: run.revision,
  // The run says which definition it is of: what it deployed is none of its runs.
  links: [
    ...new Set([
      ...(run.links ?? []).filter((link) => !link.startsWith(DEFINITION)),
      `execution:${run.execution}`,
    ]),
  ],
});
