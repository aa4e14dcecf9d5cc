import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { FindingRecord } from '../../policies/read-findings.js';
import { policies } from '../../policies/registry.js';
import { connectionType } from '../schema/connection.js';

export const Verdict = { PASS: 'PASS', FAIL: 'FAIL', EXCEPTION: 'EXCEPTION', UNKNOWN: 'UNKNOWN' } as const;
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'EXCEPTION: it failed, and somebody had allowed that. UNKNOWN: evidence is missing.',
});

/** What a verdict is about. */
export const FindingAbout = {
  CHANGE: 'CHANGE',
  ACCESS: 'ACCESS',
  EXECUTION: 'EXECUTION',
  RESOURCE: 'RESOURCE',
  ITEM: 'ITEM',
} as const;
registerEnumType(FindingAbout, {
  name: 'FindingAbout',
  description: 'What a control looked at: a change, an opened shell, a run of automation, a server, an item.',
});

@ObjectType({ description: 'Where a framework of auditors asks for a control.' })
export class ControlReference {
  @Field(() => String)
  framework!: string;

  @Field(() => String)
  reference!: string;
}

@ObjectType({ description: 'Somebody allowed a deviation, for a time.' })
export class FindingException {
  @Field(() => String)
  by!: string;

  @Field(() => Date, { description: 'Exclusive.' })
  until!: Date;

  @Field(() => String)
  why!: string;
}

@ObjectType({
  description: "One control's verdict on one change. A verdict is never changed: a newer one may follow it.",
})
export class Finding {
  constructor(private readonly record: FindingRecord) {}

  @Field(() => String)
  get policy(): string {
    return this.record.policy;
  }

  @Field(() => String, { description: '`1`; with parameters or a scope of its own `1+digest`.' })
  get version(): string {
    return this.record.version;
  }

  @Field(() => String, { nullable: true, description: "The policy's; null for a rule of the users' own." })
  get policyTitle(): string | null {
    return policies.find(({ id }) => id === this.record.policy)?.title ?? null;
  }

  @Field(() => [ControlReference])
  get controls(): readonly ControlReference[] {
    return policies.find(({ id }) => id === this.record.policy)?.controls ?? [];
  }

  @Field(() => Verdict)
  get verdict(): keyof typeof Verdict {
    return this.record.verdict;
  }

  @Field(() => String)
  get sentence(): string {
    return this.record.sentence;
  }

  @Field(() => [String], { description: 'Ids of the events that it stands on.' })
  get evidence(): readonly string[] {
    return this.record.evidence;
  }

  @Field(() => FindingException, { nullable: true })
  get exception(): FindingException | null {
    const { exception_by: by, exception_until: until, exception_why: why } = this.record;
    return by !== null && until !== null && why !== null ? { by, until, why } : null;
  }

  @Field(() => FindingAbout)
  get about(): keyof typeof FindingAbout {
    return this.record.about;
  }

  @Field(() => String, { description: 'The id of the change, or of the shell, execution, server or item.' })
  get subject(): string {
    return this.record.subject;
  }

  @Field(() => String)
  get title(): string {
    return this.record.title;
  }

  @Field(() => String, { description: 'Empty where none is known.' })
  get service(): string {
    return this.record.service;
  }

  @Field(() => String, { description: 'Empty where none is known.' })
  get environment(): string {
    return this.record.environment;
  }

  @Field(() => Date, { description: "The subject's own date." })
  get at(): Date {
    return this.record.subject_at;
  }

  @Field(() => Date, { description: 'When the verdict was given.' })
  get recordedAt(): Date {
    return this.record.recorded_at;
  }

  @Field(() => Date, { description: 'It stands on the events recorded until then.' })
  get asOf(): Date {
    return this.record.as_of;
  }

  @Field(() => Date, { nullable: true, description: 'While a clock runs: when it runs out.' })
  get recheckAt(): Date | null {
    return this.record.recheck_at;
  }
}

export const FindingConnection = connectionType('Finding', () => Finding);
