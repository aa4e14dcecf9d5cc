import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import {
  AUDIT_KINDS,
  AUDIT_ROLES,
  type AuditFilter,
  type AuditKind as Kind,
  type AuditRole as Role,
} from '../../audit/question.js';
import { Verdict } from '../findings/finding.js';

export const AuditKind = Object.fromEntries(AUDIT_KINDS.map((kind) => [kind, kind])) as { [K in Kind]: K };

const AuditRole = Object.fromEntries(AUDIT_ROLES.map((role) => [role, role])) as { [K in Role]: K };

registerEnumType(AuditRole, {
  name: 'AuditRole',
  description: 'INITIATOR: who began it. ACTOR: who or what did it. AUTHORIZER: who allowed it.',
});
registerEnumType(AuditKind, {
  name: 'AuditKind',
  description:
    'CHANGE: a merged change request. COMMIT: one on the main line that belongs to none. AUTOMATION: a trigger, a rule or a trace. ACCESS: an opened shell. RESOURCE: an edit of a configuration.',
});

const list = (description: string) => Field(() => [String], { nullable: true, description });

@InputType('AuditFilter', {
  description: 'Which lines of the audit trail. Of a list any may fit; everything that is given must.',
})
export class AuditFilterInput implements AuditFilter {
  @Field(() => [AuditKind], { nullable: true })
  kinds?: Kind[] | null;

  @list('Persons, by all their accounts.')
  people?: string[] | null;

  @list('Accounts as sources name them (`github:octocat`).')
  actors?: string[] | null;

  @list('Whoever belonged to one of these teams at that time.')
  teams?: string[] | null;

  @list('Whoever worked in one of these lines at that time.')
  lines?: string[] | null;

  @Field(() => [AuditRole], {
    nullable: true,
    description:
      'As what the persons, accounts, teams or lines took part (default: as anything); with none of them, lines that name anybody as such.',
  })
  roles?: Role[] | null;

  @list('Services, with the changes of the repositories that they are built from.')
  services?: string[] | null;

  @Field(() => [String], { nullable: true })
  environments?: string[] | null;

  @Field(() => [String], { nullable: true })
  hosts?: string[] | null;

  @list('Artifacts, by name (`pkg:oci/app@...`) or digest (`sha256:...`).')
  artifacts?: string[] | null;

  @list(
    'Commits, by sha or at least its first seven characters: the commits, their change requests, and the deployments that delivered them.',
  )
  commits?: string[] | null;

  @list('Tickets: what names them, and the deployments that delivered what was made for them.')
  tickets?: string[] | null;

  @list(
    '`success`, `failure`, `cancelled`, `error`, `merged`, `granted`, `rejected`, `expired`, `pending`, `open`, `closed`.',
  )
  outcomes?: string[] | null;

  @Field(() => [Verdict], {
    nullable: true,
    description:
      'That a control gave one of these verdicts on it; on a deployment: on a change that it delivered. Not for populations and samples.',
  })
  verdicts?: (keyof typeof Verdict)[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Text in what was done, in its id, in names and ids of persons, in artifact, version or value.',
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Office hours from Monday to Friday, as `08:00-18:00 Europe/Berlin`. Selects nothing: in a population and its export each line then says in which stratum it is.',
  })
  hours?: string | null;

  @Field(() => Date, { nullable: true })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Half open: what happened at `to` is not in it.' })
  to?: Date | null;

  @Field(() => Date, { nullable: true, description: 'A past recording time: what was known then.' })
  asOf?: Date | null;
}
