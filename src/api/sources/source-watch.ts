import { Field, Float, ObjectType, registerEnumType } from '@nestjs/graphql';

export const SourceState = {
  GREEN: 'GREEN',
  SILENT: 'SILENT',
  LATE: 'LATE',
  GAP: 'GAP',
  REJECTED: 'REJECTED',
} as const;
registerEnumType(SourceState, {
  name: 'SourceState',
  description: 'GREEN: nothing is the matter, as far as can be told.',
});

@ObjectType('SourceFinding', { description: 'What is the matter with a source, and what to do about it.' })
export class Finding {
  @Field(() => SourceState)
  state!: keyof typeof SourceState;

  @Field(() => String)
  sentence!: string;

  @Field(() => String)
  advice!: string;
}

@ObjectType({ description: 'Numbers that are missing in a stream.' })
export class NumberGap {
  @Field(() => Float)
  from!: number;

  @Field(() => Float)
  to!: number;
}

@ObjectType({ description: 'Numbers by which a system counts without a gap, such as the builds of a job.' })
export class SourceSequence {
  @Field(() => String)
  stream!: string;

  @Field(() => Float)
  first!: number;

  @Field(() => Float, { description: 'Everything from the first to here is known.' })
  contiguousTo!: number;

  @Field(() => Float)
  last!: number;

  @Field(() => [NumberGap], { description: 'The first twenty.' })
  gaps!: readonly NumberGap[];
}

@ObjectType({ description: 'How far a source was read, where its system can be asked for what it keeps.' })
export class SourcePull {
  @Field(() => Float, { description: 'Records read since the beginning.' })
  records!: number;

  @Field(() => Float, { nullable: true, description: 'Records that there are, where the system tells.' })
  total!: number | null;

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the last time failed.' })
  error!: string | null;
}
