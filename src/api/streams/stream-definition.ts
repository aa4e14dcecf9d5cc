import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { KeptStream } from '../../metrics/streams/stream-store.js';
import { FlowItemKind } from '../schema/enums.js';

@ObjectType({ description: 'A step of a defined stream.' })
export class StreamStepDefinition {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who answers for the step.' })
  owner!: string | undefined;
}

@ObjectType({ description: 'A value stream as somebody defined it: an ordered list of steps.' })
export class StreamDefinition {
  constructor(private readonly kept: KeptStream) {}

  @Field(() => ID)
  get name(): string {
    return this.kept.definition.name;
  }

  @Field(() => String, { description: 'Who answers for the stream.' })
  get owner(): string {
    return this.kept.definition.owner;
  }

  @Field(() => FlowItemKind)
  get kind(): keyof typeof FlowItemKind {
    return this.kept.definition.kind;
  }

  @Field(() => Int, { description: 'From 1; a version never changes.' })
  get version(): number {
    return this.kept.version;
  }

  @Field(() => Date)
  get recordedAt(): Date {
    return this.kept.recordedAt;
  }

  @Field(() => String)
  get saidBy(): string {
    return this.kept.saidBy;
  }

  @Field(() => String, { description: 'YAML, as `defineStream` takes it.' })
  get text(): string {
    return this.kept.text;
  }

  @Field(() => [StreamStepDefinition])
  get steps(): StreamStepDefinition[] {
    return this.kept.definition.steps.map(({ name, owner }) => ({ name, owner }));
  }
}
