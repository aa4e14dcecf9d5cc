import { Field, ObjectType } from '@nestjs/graphql';
import type { Approval, Context, Verification } from '../../audit/context.js';
import type { AuditKind as Kind } from '../../audit/question.js';
import type { AuditLine } from '../../audit/trail.js';
import type { Actor } from '../../events/vocabulary.js';
import type { FindingRecord } from '../../policies/read-findings.js';
import { Finding } from '../findings/finding.js';
import { connectionType } from '../schema/connection.js';
import type { FindPerson } from '../schema/person.js';
import { AuditActor, type FindTeams } from './audit-actor.js';
import { AuditKind } from './audit-filter.js';

@ObjectType({ description: 'That somebody allowed it, or did not.' })
export class AuditApproval {
  @Field(() => String, { description: '`granted`, `approved`, `rejected`, `changes_requested`, ...' })
  decision!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => AuditActor, { nullable: true })
  by!: AuditActor | null;

  @Field(() => String, { description: 'The id of the event that says so.' })
  event!: string;
}

@ObjectType({ description: 'What was checked of it.' })
export class AuditVerification {
  @Field(() => String)
  suite!: string;

  @Field(() => String)
  outcome!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => String, { description: 'The id of the event that says so.' })
  event!: string;
}

/** By which a line looks up what is not in it. */
export interface Lookups {
  readonly person: FindPerson;
  readonly teams: FindTeams;
  readonly context: (line: AuditLine) => Promise<Context>;
  readonly findings: (line: AuditLine) => Promise<readonly FindingRecord[]>;
  readonly initiator: (line: AuditLine) => Promise<Actor | undefined>;
}

const SET_OFF: ReadonlySet<Kind> = new Set(['DEPLOYMENT', 'EXECUTION', 'AUTOMATION']);

@ObjectType({
  description: 'One act: who did what, where, when, allowed by whom, and the events that prove it.',
})
export class AuditEntry {
  constructor(
    private readonly line: AuditLine,
    private readonly lookups: Lookups,
  ) {}

  @Field(() => String)
  get id(): string {
    return this.line.id;
  }

  @Field(() => AuditKind)
  get kind(): Kind {
    return this.line.kind;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What sort of its kind: `rollback`, `workflow`, `package`.',
  })
  get detail(): string | null {
    return this.line.detail;
  }

  @Field(() => Date, { description: 'When it took effect; when it began while it is under way.' })
  get at(): Date {
    return this.line.at;
  }

  @Field(() => Date, { nullable: true })
  get startedAt(): Date | null {
    return this.line.started_at;
  }

  @Field(() => AuditActor, {
    nullable: true,
    description:
      'The human who started it, also where automation was set off by automation; of a change its author.',
  })
  get initiator(): Promise<AuditActor | null> | AuditActor | null {
    const { initiator_id: id, initiator_name: name, initiator_confidence: confidence, kind } = this.line;
    if (id || !SET_OFF.has(kind)) return this.someone(id, name, confidence);
    return this.lookups
      .initiator(this.line)
      .then((found) => (found ? this.someone(found.id, found.name ?? null, found.confidence) : null));
  }

  @Field(() => AuditActor, { nullable: true, description: 'Who did it.' })
  get actor(): AuditActor | null {
    const { actor_id: id, actor_name: name, actor_confidence: confidence } = this.line;
    return this.someone(id, name, confidence);
  }

  @Field(() => AuditActor, { nullable: true, description: 'Who allowed it, as far as it was told with it.' })
  get authorizer(): AuditActor | null {
    const { authorizer_id: id, authorizer_name: name, authorizer_confidence: confidence } = this.line;
    return this.someone(id, name, confidence);
  }

  @Field(() => String, { nullable: true })
  get service(): string | null {
    return this.line.service;
  }

  @Field(() => String, { nullable: true })
  get environment(): string | null {
    return this.line.environment;
  }

  @Field(() => [String])
  get hosts(): readonly string[] {
    return this.line.hosts;
  }

  @Field(() => String, { description: 'What was done, in one line.' })
  get title(): string {
    return this.line.title;
  }

  @Field(() => String, { nullable: true })
  get artifact(): string | null {
    return this.line.artifact;
  }

  @Field(() => String, { nullable: true })
  get digest(): string | null {
    return this.line.digest;
  }

  @Field(() => String, { nullable: true })
  get version(): string | null {
    return this.line.version;
  }

  @Field(() => String, { nullable: true })
  get repo(): string | null {
    return this.line.repo;
  }

  @Field(() => String, { nullable: true, description: 'The sha that was merged, deployed or committed.' })
  get commit(): string | null {
    return this.line.sha;
  }

  @Field(() => String, { nullable: true, description: 'The number of the change request in `repo`.' })
  get change(): string | null {
    return this.line.change;
  }

  @Field(() => [String])
  get tickets(): readonly string[] {
    return this.line.tickets;
  }

  @Field(() => String, { nullable: true })
  get outcome(): string | null {
    return this.line.outcome;
  }

  @Field(() => String, { nullable: true, description: 'The value before the edit.' })
  get before(): string | null {
    return this.line.value_before;
  }

  @Field(() => String, { nullable: true, description: 'The value after the edit.' })
  get after(): string | null {
    return this.line.value_after;
  }

  @Field(() => String, { nullable: true, description: 'The execution that it is a part of.' })
  get parent(): string | null {
    return this.line.parent;
  }

  @Field(() => String, { nullable: true })
  get url(): string | null {
    return this.line.url;
  }

  @Field(() => [String], { description: 'The ids of the events that it is made of: the evidence.' })
  get evidence(): readonly string[] {
    return this.line.event_ids;
  }

  @Field(() => [AuditApproval], {
    description: 'Of it, its change request, its commit or its artifact; the oldest first.',
  })
  get approvals(): Promise<AuditApproval[]> {
    return this.lookups
      .context(this.line)
      .then(({ approvals }) => approvals.map((one) => this.approval(one)));
  }

  @Field(() => [AuditVerification], { description: 'Of it, its commit or its artifact; the oldest first.' })
  get verifications(): Promise<readonly Verification[]> {
    return this.lookups.context(this.line).then(({ verifications }) => verifications);
  }

  @Field(() => [Finding], {
    description:
      'Whether it is acceptable: the verdicts on it; of a deployment on the changes that it delivered.',
  })
  get findings(): Promise<Finding[]> {
    return this.lookups.findings(this.line).then((found) => found.map((one) => new Finding(one)));
  }

  private approval({ by, ...one }: Approval): AuditApproval {
    return { ...one, by: by ? this.actorOf({ ...by, at: one.at }) : null };
  }

  private actorOf({ id, name, confidence, at }: Pick<Actor, 'id' | 'name' | 'confidence'> & { at: Date }) {
    const told = { id, name: name ?? null, confidence, at };
    return new AuditActor(told, this.lookups.person, this.lookups.teams);
  }

  private someone(id: string | null, name: string | null, confidence: string | null): AuditActor | null {
    if (!id) return null;
    const told = { id, name, confidence, at: this.line.at };
    return new AuditActor(told, this.lookups.person, this.lookups.teams);
  }
}

export const AuditEntryConnection = connectionType('AuditEntry', () => AuditEntry);
