import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Db } from '../../support/rows.js';
import { personFinder } from '../people/find-person.js';
import { batched } from '../schema/batched.js';
import { connectionType } from '../schema/connection.js';
import { DeploymentKind, DeploymentOutcome, FailureGrade } from '../schema/enums.js';
import { Person, personOf } from '../schema/person.js';
import { countCommits, type DeploymentRecord, deploymentName, loadFailures } from './deployment-records.js';

@ObjectType({ description: 'A failure tied to a deployment, and the evidence for it.' })
export class DeploymentFailure {
  @Field(() => FailureGrade)
  grade!: keyof typeof FailureGrade;

  @Field(() => Date)
  at!: Date;

  @Field(() => Date, { nullable: true })
  recoveredAt!: Date | null;

  @Field(() => String, { description: 'Id of the event.' })
  evidence!: string;
}

/** What the deployments of one page ask for is read together. */
export class DeploymentReader {
  readonly commits = batched(deploymentName, (all: readonly DeploymentRecord[]) =>
    this.read((db) => countCommits(db, all)),
  );
  readonly person = personFinder((work) => this.read(work));
  readonly failures = batched(deploymentName, (all: readonly DeploymentRecord[]) =>
    this.read((db) => loadFailures(db, all)),
  );

  constructor(readonly read: <T>(work: (db: Db) => Promise<T>) => Promise<T>) {}
}

/** A promise is read only when a query asks for its field: GraphQL looks at no others. */
@ObjectType()
export class Deployment {
  constructor(
    private readonly record: DeploymentRecord,
    private readonly reader: DeploymentReader,
    private readonly measured?: { readonly seconds: number | null; readonly reason: string | null },
  ) {}

  @Field(() => ID, { description: '`SERVICE/ENVIRONMENT/ID`.' })
  get id(): string {
    return deploymentName(this.record);
  }

  @Field(() => String)
  get service(): string {
    return this.record.service;
  }

  @Field(() => String)
  get environment(): string {
    return this.record.environment;
  }

  @Field(() => Date, { nullable: true, description: 'When it ended; null while it runs.' })
  get at(): Date | null {
    return this.record.at;
  }

  @Field(() => Date, { nullable: true })
  get startedAt(): Date | null {
    return this.record.started_at;
  }

  @Field(() => DeploymentOutcome, { nullable: true })
  get outcome(): keyof typeof DeploymentOutcome | null {
    return memberOf(DeploymentOutcome, this.record.outcome);
  }

  @Field(() => DeploymentKind, { nullable: true })
  get kind(): keyof typeof DeploymentKind | null {
    return memberOf(DeploymentKind, this.record.kind);
  }

  @Field(() => String, { nullable: true })
  get repo(): string | null {
    return this.record.repo;
  }

  @Field(() => String, { nullable: true })
  get sha(): string | null {
    return this.record.sha;
  }

  @Field(() => String, { nullable: true })
  get version(): string | null {
    return this.record.version;
  }

  @Field(() => String, { nullable: true })
  get artifact(): string | null {
    return this.record.artifact;
  }

  @Field(() => Boolean, {
    description: 'Nobody recorded it: a commit of the main line that stands for a deployment.',
  })
  get assumed(): boolean {
    return this.record.assumed;
  }

  @Field(() => Person, { nullable: true })
  get actor(): Person | null {
    const { actor_id: id, actor_name: name, at, started_at } = this.record;
    return personOf({ id, name, at: at ?? started_at ?? new Date(0) }, this.reader.person);
  }

  @Field(() => String, { nullable: true })
  get url(): string | null {
    return this.record.url;
  }

  @Field(() => Int, { description: 'How many commits it was the first to deliver, merges not counted.' })
  get commits(): Promise<number> {
    return this.reader.commits(this.record);
  }

  @Field(() => [DeploymentFailure])
  get failures(): Promise<DeploymentFailure[]> {
    return this.reader
      .failures(this.record)
      .then((rows) => rows.map(({ recovered_at, ...row }) => ({ ...row, recoveredAt: recovered_at })));
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The measured span, where the deployment is evidence of a duration.',
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

const memberOf = <E extends Readonly<Record<string, string>>>(
  members: E,
  stored: string | null,
): keyof E | null => {
  const name = stored?.toUpperCase();
  return name !== undefined && name in members ? name : null;
};

export const DeploymentConnection = connectionType('Deployment', () => Deployment);
