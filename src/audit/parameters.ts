import { z } from 'zod';
import { VERDICTS } from '../policies/policy.js';
import { UserError } from '../support/errors.js';
import { AUDIT_KINDS, AUDIT_ROLES, type AuditFilter } from './question.js';

/** One value, or several of it. */
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(one).optional(),
  );
const list = several(z.string().min(1));
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();

/** The filter as an address or a command spells it: one name each, repeated for several. */
const parameters = z
  .strictObject({
    kind: several(z.enum(AUDIT_KINDS)),
    person: list,
    actor: list,
    team: list,
    line: list,
    role: several(z.enum(AUDIT_ROLES)),
    service: list,
    environment: list,
    host: list,
    artifact: list,
    commit: list,
    ticket: list,
    outcome: list,
    verdict: several(z.enum(VERDICTS)),
    text: z.string().optional(),
    hours: z.string().optional(),
    from: instant,
    to: instant,
    asOf: instant,
  })
  .transform(
    (given): AuditFilter => ({
      kinds: given.kind,
      people: given.person,
      actors: given.actor,
      teams: given.team,
      lines: given.line,
      roles: given.role,
      services: given.service,
      environments: given.environment,
      hosts: given.host,
      artifacts: given.artifact,
      commits: given.commit,
      tickets: given.ticket,
      outcomes: given.outcome,
      verdicts: given.verdict,
      text: given.text,
      hours: given.hours,
      from: given.from,
      to: given.to,
      asOf: given.asOf,
    }),
  );

/** @throws UserError `BAD_FILTER` naming the parameter. */
export const readParameters = (given: Readonly<Record<string, unknown>>): AuditFilter => {
  const parsed = parameters.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length > 0 ? `"${String(issue.path[0])}"` : 'The filter';
  throw new UserError(`${where} cannot be used: ${issue.message}.`, 'BAD_FILTER');
};
