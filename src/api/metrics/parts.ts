import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Definition as MetricDefinition } from '../../metrics/metric.js';
import { Better } from '../schema/enums.js';

@ObjectType({
  description: 'What a figure means. The id and the version together never change their meaning.',
})
export class Definition {
  constructor(
    private readonly metric: MetricDefinition,
    private readonly shown: () => string,
  ) {}

  @Field(() => String)
  get id(): string {
    return this.metric.id;
  }

  @Field(() => Int)
  get version(): number {
    return this.metric.version;
  }

  @Field(() => String)
  get title(): string {
    return this.metric.title;
  }

  @Field(() => String)
  get unit(): string {
    return this.metric.unit;
  }

  @Field(() => Better)
  get better(): keyof typeof Better {
    return this.metric.better === 'higher' ? 'HIGHER' : 'LOWER';
  }

  @Field(() => String, { description: 'The whole definition in plain sentences.' })
  get text(): string {
    return this.metric.text;
  }

  @Field(() => String, {
    description: 'The statements behind this answer, with the values of their placeholders.',
  })
  get sql(): string {
    return this.shown();
  }
}

@ObjectType()
export class Exclusion {
  @Field(() => String)
  reason!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({
  description: 'XmR limits of a sequence of bucket values: the centre line and the natural process limits.',
})
export class ProcessLimits {
  @Field(() => Float)
  centre!: number;

  @Field(() => Float)
  lower!: number;

  @Field(() => Float)
  upper!: number;

  @Field(() => [Date], { description: 'Starts of the buckets outside the limits.' })
  signals!: readonly Date[];
}

@ObjectType()
export class RuleCount {
  @Field(() => String)
  rule!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class HistogramBar {
  @Field(() => Float)
  fromSeconds!: number;

  @Field(() => Float)
  toSeconds!: number;

  @Field(() => Int)
  n!: number;
}

@ObjectType({ isAbstract: true })
abstract class BucketOfTime {
  @Field(() => Date, { description: 'A calendar boundary of the zone: the first may lie before the range.' })
  from!: Date;

  @Field(() => Date, { description: 'A calendar boundary of the zone: the last may lie after the range.' })
  to!: Date;

  @Field(() => Int)
  n!: number;
}

@ObjectType({ description: 'Durations are seconds; null where nothing counts.' })
export class DurationBucket extends BucketOfTime {
  @Field(() => Float, { nullable: true })
  p50!: number | null;

  @Field(() => Float, { nullable: true })
  p75!: number | null;

  @Field(() => Float, { nullable: true })
  p85!: number | null;

  @Field(() => Float, { nullable: true })
  p90!: number | null;

  @Field(() => Float, { nullable: true })
  p95!: number | null;

  @Field(() => Float, { nullable: true })
  mean!: number | null;
}

@ObjectType()
export class RateBucket extends BucketOfTime {
  @Field(() => Float, { nullable: true })
  rate!: number | null;

  @Field(() => Int)
  numerator!: number;

  @Field(() => Boolean, { description: 'Too young to judge: evidence against it may still come in.' })
  young!: boolean;
}

@ObjectType()
export class FrequencyBucket extends BucketOfTime {
  @Field(() => Float, { description: 'Per calendar day of the bucket that lies in the range.' })
  perDay!: number;
}
