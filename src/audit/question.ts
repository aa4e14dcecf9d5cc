import type { Verdict } from '../policies/policy.js';
import { SHA_START } from '../projections/commits-by-sha.js';
import { UserError } from '../support/errors.js';
import { canonicalJson } from '../support/hash.js';

export const AUDIT_KINDS = [
  'CHANGE',
  'COMMIT',
  'DEPLOYMENT',
  'EXECUTION',
  'AUTOMATION',
  'ACCESS',
  'RESOURCE',
  'APPROVAL',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export const AUDIT_ROLES = ['INITIATOR', 'ACTOR', 'AUTHORIZER'] as const;
/** Who began it, who or what did it, who allowed it. */
export type AuditRole = (typeof AUDIT_ROLES)[number];

/** Which lines of the audit trail; a list means any of it, and all that is given must fit. */
export interface AuditFilter {
  readonly kinds?: readonly AuditKind[] | null;
  /** Persons, with all their accounts. */
  readonly people?: readonly string[] | null;
  /** Accounts as sources name them. */
  readonly actors?: readonly string[] | null;
  /** Whoever belonged to one of these teams at that time. */
  readonly teams?: readonly string[] | null;
  /** Whoever worked in one of these lines at that time. */
  readonly lines?: readonly string[] | null;
  /** As what those who are asked for took part; where nobody is asked for, lines that name anybody as such. Default: any. */
  readonly roles?: readonly AuditRole[] | null;
  readonly services?: readonly string[] | null;
  readonly environments?: readonly string[] | null;
  readonly hosts?: readonly string[] | null;
  /** Artifacts by name or by digest. */
  readonly artifacts?: readonly string[] | null;
  /** By sha or the beginning of it: the commits, their change requests, and the deployments that delivered them. */
  readonly commits?: readonly string[] | null;
  readonly tickets?: readonly string[] | null;
  readonly outcomes?: readonly string[] | null;
  /** Lines on which a control gave one of these verdicts; of a deployment, on a change that it delivered. */
  readonly verdicts?: readonly Verdict[] | null;
  readonly text?: string | null;
  /** Office hours, as `08:00-18:00 Europe/Berlin`: every line then says in which stratum it is. Selects nothing. */
  readonly hours?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly asOf?: Date | null;
}

const MOST_VALUES = 200;

/** @throws UserError `BAD_RANGE`, `BAD_FILTER`, `TOO_MANY` */
export const checkedQuestion = (filter: AuditFilter): AuditFilter => {
  const { from, to } = filter;
  if (from && to && from >= to) {
    throw new UserError(
      `The range ends (${to.toISOString()}) before it begins (${from.toISOString()}): "to" must be later than "from".`,
      'BAD_RANGE',
    );
  }
  const wrong = filter.commits?.find((commit) => !SHA_START.test(commit));
  if (wrong !== undefined) {
    throw new UserError(
      `${JSON.stringify(wrong.slice(0, 80))} is no commit: name it by its sha, or by at least its first seven characters.`,
      'BAD_FILTER',
    );
  }
  for (const [name, value] of Object.entries(filter)) {
    if (Array.isArray(value) && value.length > MOST_VALUES)
      throw new UserError(`"${name}" takes at most ${MOST_VALUES} values: ask in parts.`, 'TOO_MANY');
  }
  return { ...filter, text: filter.text?.trim() || null };
};

/** The question as text: the same for the same question, whatever was left out or empty. */
export const questionText = (filter: AuditFilter): string =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(filter)
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .filter(([, value]) => !Array.isArray(value) || value.length > 0)
        .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)].sort() : value]),
    ),
  );

/**
 * A population is chosen by what happened: a verdict may follow later, and the same question would find other lines.
 *
 * @throws UserError `BAD_FILTER`
 */
export const refuseVerdicts = ({ verdicts }: AuditFilter): void => {
  if (!verdicts?.length) return;
  throw new UserError(
    'A population is chosen by what happened, and verdicts may still change: leave the verdicts out, and look at the findings of what is drawn.',
    'BAD_FILTER',
  );
};
