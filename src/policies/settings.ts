import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../support/hash.js';
import { CHANGE_TYPES } from './change-type.js';
import type { Exception, Policy } from './policy.js';
import { policies } from './registry.js';

/** What a policy looks at; absent: everything. */
export const scope = z.strictObject({
  services: z.array(z.string().min(1)).optional(),
  environments: z.array(z.string().min(1)).optional(),
  /** In the words of the system of tickets; upper and lower case are the same. */
  risk: z.array(z.string().min(1).toLowerCase()).optional(),
  types: z.array(z.enum(CHANGE_TYPES)).optional(),
});
export type Scope = z.infer<typeof scope>;

const instant = z.iso
  .datetime({ offset: true, message: 'must be an instant with its offset, such as 2026-12-20T00:00:00Z' })
  .transform((text) => new Date(text).toISOString());

const exception = z.strictObject({
  policy: z.string().min(1),
  /** By their names: `github.com/acme/shop#7`, the id of a shell; absent: all. */
  changes: z.array(z.string().min(1)).optional(),
  services: z.array(z.string().min(1)).optional(),
  environments: z.array(z.string().min(1)).optional(),
  by: z.string().min(1),
  from: instant.optional(),
  until: instant,
  why: z.string().min(1),
});
export type Granted = z.infer<typeof exception>;

const entry = z.strictObject({
  on: z.boolean().default(true),
  scope: scope.default({}),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

/** policies.yaml, without the users' own rules. */
export const settingsShape = z.strictObject({
  /** Where changes are judged when they arrive. */
  environments: z.array(z.string().min(1)).min(1).default(['production']),
  policies: z.record(z.string(), entry).default({}),
  exceptions: z.array(exception).max(10_000).default([]),
  /** The same as the parameters of change-window, where people look for them. */
  windows: z.array(z.unknown()).optional(),
  freezes: z.array(z.unknown()).optional(),
  rules: z.array(z.unknown()).max(100).default([]),
});

/** A policy that is on, with what was set for it. */
export interface Active {
  readonly policy: Policy;
  readonly parameters: unknown;
  readonly scope: Scope;
  /** As findings show it. */
  readonly version: string;
}

export interface Settings {
  readonly environments: readonly string[];
  readonly active: readonly Active[];
  readonly exceptions: readonly Granted[];
}

/** One sentence about one place of the file. */
export interface SettingsIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `1` as it comes; `1+digest` with parameters or a scope of its own. */
export const versionOf = (policy: Policy, parameters: unknown, inScope: Scope): string => {
  const set = canonicalJson({ parameters, scope: inScope });
  const usual = canonicalJson({ parameters: policy.parameters.parse({}), scope: {} });
  const digest = set === usual ? '' : `+${sha256Hex(set).slice(0, 8)}`;
  return `${policy.version}${digest}`;
};

type Told = z.infer<typeof settingsShape>;

/** The policies of the house that are on, with what is wrong about their parameters. */
export const activate = (told: Told): { active: Active[]; issues: SettingsIssue[] } => {
  const issues: SettingsIssue[] = Object.keys(told.policies)
    .filter((id) => !policies.some((policy) => policy.id === id))
    .map((id) => ({
      path: ['policies', id],
      message: `there is no policy ${id}: choose one of ${policies.map((policy) => policy.id).join(', ')}`,
    }));
  const active = policies.flatMap((policy): Active[] => {
    const set = told.policies[policy.id] ?? { on: true, scope: {}, parameters: {} };
    const shared = policy.id === 'change-window' ? calendarOf(told) : {};
    const parsed = policy.parameters.safeParse({ ...shared, ...set.parameters });
    if (!parsed.success) {
      issues.push(
        ...parsed.error.issues.map(({ path, message }) => ({
          path:
            path[0] !== undefined && path[0] in shared
              ? path
              : ['policies', policy.id, 'parameters', ...path],
          message,
        })),
      );
      return [];
    }
    if (!set.on) return [];
    const version = versionOf(policy, parsed.data, set.scope);
    return [{ policy, parameters: parsed.data, scope: set.scope, version }];
  });
  return { active, issues };
};

const calendarOf = ({ windows, freezes }: Told): Record<string, unknown> => ({
  ...(windows && { windows }),
  ...(freezes && { freezes }),
});

export const exceptionOf = ({ by, until, why }: Granted): Exception => ({ by, until, why });

/** Everything of the house is on, for production. */
export const usualSettings = (): Settings => ({
  environments: ['production'],
  active: activate(settingsShape.parse({})).active,
  exceptions: [],
});
