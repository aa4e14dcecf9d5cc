import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ControlReference, FindingAbout } from './finding.js';

@ObjectType({ description: 'What a control found on the changes of a service.' })
export class ControlCell {
  @Field(() => String)
  policy!: string;

  @Field(() => String, { description: 'Empty where none is known.' })
  service!: string;

  @Field(() => Int)
  pass!: number;

  @Field(() => Int)
  fail!: number;

  @Field(() => Int, { description: 'It failed, and somebody had allowed that.' })
  exception!: number;

  @Field(() => Int, { description: 'Evidence is missing.' })
  unknown!: number;
}

@ObjectType({ description: 'A control that changes are judged by.' })
export class Control {
  @Field(() => String)
  policy!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: '`1`; with parameters or a scope of its own `1+digest`.' })
  version!: string;

  @Field(() => Boolean, {
    description: 'Whether it is on now. One that is off keeps the verdicts that it gave.',
  })
  on!: boolean;

  @Field(() => FindingAbout)
  about!: keyof typeof FindingAbout;

  @Field(() => [ControlReference])
  controls!: readonly ControlReference[];
}

@ObjectType({ description: 'The controls, and what they found of each service.' })
export class ControlsView {
  @Field(() => Date, { nullable: true, description: 'The recording time that was asked for; null: now.' })
  asOf!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the policies were last applied; null: they are as they come.',
  })
  appliedAt!: Date | null;

  @Field(() => [Control])
  controls!: Control[];

  @Field(() => [ControlCell], { description: 'Only services of which something was judged.' })
  cells!: ControlCell[];
}

@ObjectType({ description: 'That somebody allows deviations from a control, for a time.' })
export class GrantedException {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  policy!: string;

  @Field(() => [String], { nullable: true, description: 'null: all.' })
  changes?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'null: all.' })
  services?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'null: all.' })
  environments?: readonly string[] | null;

  @Field(() => String)
  by!: string;

  @Field(() => Date, { nullable: true, description: 'null: since ever.' })
  from?: Date | null;

  @Field(() => Date, { description: 'Exclusive.' })
  until!: Date;

  @Field(() => String)
  why!: string;

  @Field(() => Boolean, { description: 'It ran out.' })
  expired!: boolean;
}
