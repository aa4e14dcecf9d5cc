import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Edit } from '../../workshop/edit.js';
import { FlowItemKind } from '../schema/enums.js';
import { FlowFilterInput } from '../schema/flow-filter.js';
import { WhatIfChange } from '../streams/what-if.js';

@ObjectType({ description: 'One change of one field of a board, as the log of its workshop has it.' })
export class WorkshopEdit {
  @Field(() => Int, { description: 'From 1, without gaps. In each field the highest wins.' })
  sequence!: number;

  @Field(() => ID, { description: 'Made by whoever made the edit.' })
  id!: string;

  @Field(() => String, {
    description: '`title`, `step:ID:name`, `step:ID:believed:lead`, `note:ID`, `vote:ID` …',
  })
  field!: string;

  @Field(() => String, { description: 'JSON text; `null` clears the field. Times are seconds.' })
  value!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => ID, { description: 'Somebody at one device.' })
  participant!: string;

  @Field(() => String, { description: 'What they call themselves.' })
  name!: string;

  @Field(() => String, { description: 'The name with which the device is signed in.' })
  account!: string;
}

@ObjectType({ description: 'A board that a room fills together.' })
export class Workshop {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => String)
  createdBy!: string;

  @Field(() => Date, { nullable: true, description: 'Null when it was held here.' })
  importedAt!: Date | null;

  @Field(() => String, { nullable: true })
  importedBy!: string | null;

  @Field(() => Int, { description: 'How many edits its log has.' })
  lastSequence!: number;
}

@ObjectType()
export class WorkshopPerson {
  @Field(() => ID)
  participant!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType({ description: 'What is new in a workshop.' })
export class WorkshopNews {
  @Field(() => [WorkshopEdit], { description: 'In order of sequence, none left out.' })
  edits!: readonly WorkshopEdit[];

  @Field(() => Int, { description: 'Everything up to it was told: follow again from here.' })
  sequence!: number;

  @Field(() => [WorkshopPerson], { description: 'Who is in the room now.' })
  people!: readonly WorkshopPerson[];
}

@InputType()
export class WorkshopEditInput implements Edit {
  @Field(() => ID, {
    description: '8 to 64 letters, digits, - and _. An edit that is sent twice counts once.',
  })
  id!: string;

  @Field(() => String)
  field!: string;

  @Field(() => String, { description: 'JSON text; `null` clears the field.' })
  value!: string;
}

@ArgsType()
export class PresentArgs {
  @Field(() => ID, { description: 'Made once by a device: 8 to 64 letters, digits, - and _.' })
  participant!: string;

  @Field(() => String, { description: 'What the person at the device is called.' })
  name!: string;
}

@ArgsType()
export class EditArgs extends PresentArgs {
  @Field(() => ID)
  workshop!: string;

  @Field(() => [WorkshopEditInput], { description: '1 to 100.' })
  edits!: WorkshopEditInput[];
}

@ArgsType()
export class CreateArgs extends PresentArgs {
  @Field(() => String)
  title!: string;
}

@ArgsType()
export class DraftArgs extends PresentArgs {
  @Field(() => ID)
  workshop!: string;

  @Field(() => FlowFilterInput, { description: '`asOf` none: as of now. The numbers then stay as they are.' })
  filter!: FlowFilterInput;

  @Field(() => String, { nullable: true, description: 'A defined stream; none: as the events show it.' })
  stream?: string | null;

  @Field(() => FlowItemKind, { nullable: true, description: 'Without a definition: what flows.' })
  kind?: keyof typeof FlowItemKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'Without a definition: only items of this name, `*` standing for any text.',
  })
  only?: string | null;
}

@ArgsType()
export class FutureArgs extends PresentArgs {
  @Field(() => ID)
  workshop!: string;

  @Field(() => String, { description: 'What the room calls it.' })
  title!: string;

  @Field(() => [WhatIfChange], { description: '1 to 20.' })
  changes!: WhatIfChange[];
}

@ArgsType()
export class CompareArgs extends PresentArgs {
  @Field(() => ID)
  workshop!: string;

  @Field(() => ID, { description: 'The ID of the field `future:ID`.' })
  future!: string;
}

@ArgsType()
export class FollowArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: 'The sequence that the caller has already.',
  })
  after?: number | null;

  @Field(() => ID, { nullable: true, description: 'Who follows; nobody for a screen on the wall.' })
  participant?: string | null;

  @Field(() => String, { nullable: true })
  name?: string | null;
}
