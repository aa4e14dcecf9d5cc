import { z } from 'zod';
import type { About } from '../history.js';
import type { Control, Policy } from '../policy.js';
import { policies } from '../registry.js';
import { type Active, type Scope, type SettingsIssue, scope, versionOf } from '../settings.js';
import type { Formula } from './formula.js';
import { FormulaReader } from './read-formula.js';
import { judgeByRule } from './rule-opinion.js';

const FRAMEWORKS = ['SOC 2', 'ISO 27001', 'PCI DSS', 'SOX ITGC', 'NIST 800-53'] as const;

/** A rule of the users' own, as policies.yaml has it. */
const rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a name in lower case, such as closed-stays-closed'),
  version: z.number().int().min(1).default(1),
  title: z.string().min(1),
  about: z.enum(['change', 'access', 'execution', 'resource', 'item']).default('change'),
  controls: z
    .array(z.strictObject({ framework: z.enum(FRAMEWORKS), reference: z.string().min(1) }))
    .default([]),
  scope: scope.default({}),
  /** Only histories of which this is true at their first event. */
  when: z.string().min(1).optional(),
  check: z.unknown(),
});
type Rule = z.infer<typeof rule>;

const NONE = z.strictObject({});

/** Makes policies of the users' rules; tells everything that is wrong with them at once. */
export const compileRules = (told: readonly unknown[]): { active: Active[]; issues: SettingsIssue[] } => {
  const issues: SettingsIssue[] = [];
  const taken = new Set(policies.map(({ id }) => id));
  const active = told.flatMap((one, i): Active[] => {
    const parsed = rule.safeParse(one);
    if (!parsed.success) {
      issues.push(
        ...parsed.error.issues.map(({ path, message }) => ({ path: ['rules', i, ...path], message })),
      );
      return [];
    }
    if (taken.has(parsed.data.id))
      issues.push({ path: ['rules', i, 'id'], message: `${parsed.data.id} is taken: choose another name` });
    taken.add(parsed.data.id);
    const policy = policyOf(parsed.data, i, issues);
    return policy ? [activeOf(policy, parsed.data.scope, one)] : [];
  });
  return { active, issues };
};

/** Its version names its text: an edit that forgets the number is a new version all the same. */
const activeOf = (policy: Policy, inScope: Scope, text: unknown): Active => {
  const parameters = {};
  const told = versionOf(policy, { text }, inScope);
  return { policy, parameters, scope: inScope, version: told };
};

const policyOf = (told: Rule, i: number, issues: SettingsIssue[]): Policy | undefined => {
  const reader = new FormulaReader(issues);
  const formula = reader.formula(told.check, ['rules', i, 'check']);
  const when: Formula | undefined =
    told.when === undefined ? undefined : reader.expression(told.when, ['rules', i, 'when']);
  if (!formula || (told.when !== undefined && !when)) return undefined;
  return {
    id: told.id,
    version: told.version,
    title: told.title,
    about: told.about.toUpperCase() as About,
    controls: told.controls as readonly Control[],
    parameters: NONE,
    check: (history) => judgeByRule(history, { title: told.title, formula, when }),
  };
};
