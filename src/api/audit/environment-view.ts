import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Announcement as Announced, Part } from '../../audit/announced.js';
import type { Drift } from '../../audit/drift.js';
import type { Origin } from '../../audit/parts.js';

const Announcement = { ANNOUNCED: 'ANNOUNCED', UNANNOUNCED: 'UNANNOUNCED', BASELINE: 'BASELINE' } as const;
const PartOrigin = { DEPLOYMENT: 'DEPLOYMENT', REPORT: 'REPORT', EDIT: 'EDIT' } as const;

registerEnumType(Announcement, {
  name: 'Announcement',
  description:
    'UNANNOUNCED: nothing that we know of put it there. BASELINE: it was there when the host was first heard of.',
});
registerEnumType(PartOrigin, {
  name: 'PartOrigin',
  description: 'How it is known: it was deployed, the host reported it, or something was edited on the host.',
});

@ObjectType({ description: 'What was on a host at that moment, since when, and what put it there.' })
export class EnvironmentPart {
  constructor(private readonly row: Part) {}

  @Field(() => String, { nullable: true, description: 'null: the deployment does not say on which hosts.' })
  get host(): string | null {
    return this.row.host || null;
  }

  @Field(() => String, { description: '`service:NAME`, `package:NAME`, `resource:NAME` or `configuration`.' })
  get part(): string {
    return this.row.part;
  }

  @Field(() => String, { nullable: true })
  get environment(): string | null {
    return this.row.environment;
  }

  @Field(() => String, { description: 'The version; of the configuration its digest.' })
  get value(): string {
    return this.row.value;
  }

  @Field(() => Date)
  get since(): Date {
    return this.row.since;
  }

  @Field(() => PartOrigin)
  get origin(): Origin {
    return this.row.origin;
  }

  @Field(() => String, { nullable: true })
  get artifact(): string | null {
    return this.row.artifact;
  }

  @Field(() => String, { nullable: true })
  get digest(): string | null {
    return this.row.digest;
  }

  @Field(() => String, { nullable: true })
  get repo(): string | null {
    return this.row.repo;
  }

  @Field(() => String, { nullable: true, description: 'The sha; `change(id: "REPO@SHA")` tells its story.' })
  get commit(): string | null {
    return this.row.sha;
  }

  @Field(() => Announcement)
  get announcement(): Announced {
    return this.row.announcement;
  }

  @Field(() => [String], {
    description: 'Deployments and executions that put it there: ids of the audit trail.',
  })
  get putBy(): readonly string[] {
    return this.row.behind;
  }

  @Field(() => Date, {
    nullable: true,
    description: 'It was last seen otherwise then: it changed between this and `since`.',
  })
  get notBefore(): Date | null {
    return this.row.notBefore;
  }

  @Field(() => [String], {
    description: 'Shells that were opened on the host meanwhile: ids of the audit trail.',
  })
  get shells(): readonly string[] {
    return this.row.shells;
  }

  @Field(() => String, { description: 'The id of the event that says so.' })
  get evidence(): string {
    return this.row.event;
  }
}

@ObjectType()
export class DriftValue {
  @Field(() => String, { nullable: true, description: 'null: it is not there.' })
  value!: string | null;

  @Field(() => [String])
  hosts!: readonly string[];
}

@ObjectType({ description: 'What differs among hosts that should be alike.' })
export class EnvironmentDrift {
  @Field(() => String)
  part!: string;

  @Field(() => [DriftValue], { description: 'That of the most hosts first.' })
  values!: Drift['values'];
}

@ObjectType({ description: 'What ran where at a moment.' })
export class EnvironmentState {
  constructor(
    readonly moment: { readonly at: Date; readonly asOf: Date },
    private readonly rows: readonly Part[],
    private readonly findDrift: () => Promise<readonly Drift[]>,
  ) {}

  @Field(() => Date)
  get at(): Date {
    return this.moment.at;
  }

  @Field(() => Date, { description: 'The recording time that the answer stands on.' })
  get asOf(): Date {
    return this.moment.asOf;
  }

  @Field(() => [EnvironmentPart])
  get parts(): EnvironmentPart[] {
    return this.rows.map((row) => new EnvironmentPart(row));
  }

  @Field(() => [EnvironmentPart], { description: 'Those of them that nobody announced.' })
  get unannounced(): EnvironmentPart[] {
    return this.rows
      .filter(({ announcement }) => announcement === 'UNANNOUNCED')
      .map((row) => new EnvironmentPart(row));
  }

  @Field(() => [EnvironmentDrift], {
    description: 'Snowflakes: where its hosts differ, in anything they report.',
  })
  get drift(): Promise<readonly Drift[]> {
    return this.findDrift();
  }
}
