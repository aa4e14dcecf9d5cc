import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { TimeFigures } from '../../metrics/streams/figures.js';
import type { StreamAnswer } from '../../metrics/streams/stream-door.js';
import type { VisitPlace } from '../../metrics/streams/visits.js';

/** The visits that a figure is made of. */
export interface Behind<P extends VisitPlace = VisitPlace> {
  readonly answer: StreamAnswer;
  readonly place: P;
}

@ObjectType({ description: 'Durations in seconds; null, never 0, where nothing was measured.' })
export class StreamTime implements TimeFigures {
  @Field(() => Int)
  n!: number;

  @Field(() => Float, { nullable: true })
  p50!: number | null;

  @Field(() => Float, { nullable: true })
  p85!: number | null;

  @Field(() => Float, { nullable: true })
  p90!: number | null;

  @Field(() => Float, { nullable: true })
  p95!: number | null;

  @Field(() => Float, { nullable: true })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: 'Their sum.' })
  total!: number | null;
}

@ObjectType({ description: 'A step of a value stream in the range. Shares are 0 to 1.' })
export class StreamStep {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who answers for it, where its definition says so.' })
  owner!: string | null;

  @Field(() => Int, { description: 'How often items passed it; one item may do so more than once.' })
  visits!: number;

  @Field(() => StreamTime, { description: 'From when work began until it ended.' })
  process!: StreamTime;

  @Field(() => StreamTime, { description: 'Before work began.' })
  wait!: StreamTime;

  @Field(() => StreamTime, { description: 'Both together.' })
  lead!: StreamTime;

  @Field(() => Float, { nullable: true, description: '%C&A as a share.' })
  completeAndAccurate!: number | null;

  @Field(() => Float, { nullable: true, description: 'The product of this %C&A and of all steps before it.' })
  rolledCompleteAndAccurate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share of its visits that did it again.' })
  scrapRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'p90 / p50 of its lead time.' })
  variation!: number | null;

  @Field(() => Int, { description: 'Items that are here at the end of the range, or were here last.' })
  wip!: number;

  @Field(() => StreamTime, { description: 'How long those are here. Censored: it still grows.' })
  wipAge!: StreamTime;

  behind!: Behind<{ readonly step: number }>;
}

@ObjectType({ description: 'From one step straight to another, and the wait between.' })
export class StreamEdge {
  @Field(() => String, { nullable: true, description: 'null: items enter here.' })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'null: items are finished.' })
  to!: string | null;

  @Field(() => Int)
  count!: number;

  @Field(() => StreamTime)
  wait!: StreamTime;

  behind!: Behind;
}

@ObjectType({ description: 'How many items there were of one sort.' })
export class StreamShare {
  @Field(() => String, {
    description: 'As their system calls them: `bug`, `Story`; otherwise `ticket` or `change`.',
  })
  type!: string;

  @Field(() => Int)
  count!: number;
}
