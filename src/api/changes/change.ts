import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { ChangeKind, ScrapRule } from '../schema/enums.js';
import { Person, personOf } from '../schema/person.js';
import type { DeliveryRow, ScrapRow } from './change-outcomes.js';
import type { ChangeReader } from './change-reader.js';
import { type ChangeRecord, nameOf } from './change-records.js';

@ObjectType({ description: 'A scrap rule that fired, with the event that proves it.' })
export class Scrap {
  @Field(() => ScrapRule)
  rule!: keyof typeof ScrapRule;

  @Field(() => Date)
  at!: Date;

  @Field(() => String, { description: 'Id of the event.' })
  evidence!: string;

  @Field(() => String, { nullable: true, description: 'null: wherever it was delivered.' })
  environment!: string | null;
}

@ObjectType({ description: 'Where a change first arrived.' })
export class DeliveryOfChange {
  @Field(() => String)
  service!: string;

  @Field(() => String)
  environment!: string;

  @Field(() => String, { description: 'By its id on that service and environment.' })
  deployment!: string;

  @Field(() => String, { nullable: true, description: 'What it called itself, such as `v3.9.0`.' })
  version!: string | null;

  @Field(() => Date)
  deliveredAt!: Date;

  @Field(() => Float, {
    nullable: true,
    description:
      'From when a commit was committed, or from the earliest known moment of a change request: its first commit, ' +
      'else opened, else merged. null where that is not known, or was before the first known deployment.',
  })
  seconds!: number | null;
}

/** The span and the time by which a figure selected a change, where it is the evidence of one. */
export interface Measured {
  readonly at: Date;
  readonly seconds: number | null;
  readonly reason: string | null;
}

/** A promise is read only when a query asks for its field: GraphQL looks at no others. */
@ObjectType()
export class Change {
  constructor(
    readonly record: ChangeRecord,
    readonly reader: ChangeReader,
    private readonly measured?: Measured,
  ) {}

  @Field(() => ID, {
    description:
      '`REPO@SHA` for a commit, `REPO#NUMBER` for a pull request, else the name of the artifact or item.',
  })
  get id(): string {
    return nameOf(this.record);
  }

  @Field(() => ChangeKind)
  get kind(): keyof typeof ChangeKind {
    return this.record.kind;
  }

  @Field(() => String, { description: 'Empty for an artifact or an item.' })
  get repo(): string {
    return this.record.repo;
  }

  @Field(() => String)
  get title(): string {
    return this.record.title;
  }

  @Field(() => String, { nullable: true })
  get url(): string | null {
    return this.record.url;
  }

  @Field(() => Person, { nullable: true })
  get author(): Person | null {
    const { author_id: id, author_name: name } = this.record;
    return personOf({ id, name, at: this.at }, this.reader.person);
  }

  @Field(() => Date, { description: 'Its own date: committed; merged, else opened; created.' })
  get at(): Date {
    return this.record.at ?? this.measured?.at ?? new Date(0);
  }

  @Field(() => Date, { nullable: true })
  get openedAt(): Date | null {
    return this.record.opened_at;
  }

  @Field(() => Date, { nullable: true })
  get firstCommitAt(): Date | null {
    return this.record.first_commit_at;
  }

  @Field(() => Date, { nullable: true })
  get mergedAt(): Date | null {
    return this.record.merged_at;
  }

  @Field(() => Date, { nullable: true })
  get committedAt(): Date | null {
    return this.record.committed_at;
  }

  @Field(() => Date, { nullable: true })
  get authoredAt(): Date | null {
    return this.record.authored_at;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How many commits a change request has, if that is known.',
  })
  get commitCount(): number | null {
    return this.record.commit_count;
  }

  @Field(() => [String])
  get services(): Promise<string[]> {
    return this.reader.services(this.record);
  }

  @Field(() => [DeliveryOfChange])
  get deliveries(): Promise<DeliveryOfChange[]> {
    return this.reader.deliveries(this.record).then((rows) => rows.map(deliveryOf));
  }

  @Field(() => [Scrap])
  get scrap(): Promise<Scrap[]> {
    return this.reader.scrap(this.record).then((rows) => rows.map(scrapOf));
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The measured span, where the change is evidence of a duration.',
  })
  get seconds(): number | null {
    return this.measured?.seconds ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Why it was left out, where it is evidence of what was.',
  })
  get excluded(): string | null {
    return this.measured?.reason ?? null;
  }
}

const deliveryOf = ({ delivered_at, us, ...where }: DeliveryRow): DeliveryOfChange => ({
  ...where,
  deliveredAt: delivered_at,
  seconds: us === null ? null : us / 1e6,
});

const scrapOf = (row: ScrapRow): Scrap => ({ ...row, environment: row.environment || null });

export const ChangeConnection = connectionType('Change', () => Change);
