import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';

export const ReportState = {
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  FAILED: 'FAILED',
} as const;
registerEnumType(ReportState, { name: 'ReportState' });

@ObjectType({ description: 'A report that can be run.' })
export class ReportDefinition {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  audience!: string;

  @Field(() => String, { nullable: true, description: 'null: it runs when somebody asks for it.' })
  cron!: string | null;

  @Field(() => String)
  zone!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When its schedule asks for it next; null: it has none.',
  })
  nextRunAt!: Date | null;

  @Field(() => [String])
  sections!: readonly string[];

  @Field(() => [String])
  outputs!: readonly string[];
}

@ObjectType({ description: 'A file of a report.' })
export class ReportOutput {
  @Field(() => String)
  format!: string;

  @Field(() => String)
  file!: string;

  @Field(() => Float, { description: 'Bytes.' })
  size!: number;

  @Field(() => String)
  sha256!: string;

  @Field(() => String, { description: 'Where it can be fetched, below the address of the service.' })
  path!: string;
}

@ObjectType({ description: 'That a report was brought to somebody, or not yet.' })
export class ReportDelivery {
  @Field(() => String)
  recipient!: string;

  @Field(() => String, { description: '`waiting`, `sent` or `failed`.' })
  state!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Date, { nullable: true })
  sentAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it did not arrive the last time.' })
  error!: string | null;
}

@ObjectType({ description: 'One run of a report.' })
export class Report {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  report!: string;

  @Field(() => String, { description: 'Such as `2026-W14`.' })
  period!: string;

  @Field(() => Date)
  from!: Date;

  @Field(() => Date)
  to!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'The recording time it stands on; null until it has read.',
  })
  asOf!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who asked for it; null: its schedule.' })
  requestedBy!: string | null;

  @Field(() => Date)
  requestedAt!: Date;

  @Field(() => ReportState)
  state!: keyof typeof ReportState;

  @Field(() => String, { description: 'What is done now.' })
  step!: string;

  @Field(() => Int, { description: 'Steps of `total` that are done.' })
  done!: number;

  @Field(() => Int)
  total!: number;

  @Field(() => Int)
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  error!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the data from which every output is written.' })
  dataSha256!: string | null;

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
}

export const ReportRunConnection = connectionType('Report', () => Report);

@ObjectType({ description: 'A unit that moved a figure, and by how much.' })
export class ReportMove {
  @Field(() => String, { description: 'Such as `COMMIT github.com/acme/shop@1a2b3c`.' })
  unit!: string;

  @Field(() => String, { description: 'What became of it: it came, went or changed.' })
  what!: string;

  @Field(() => Float)
  difference!: number;

  @Field(() => [String], { description: 'Ids of the late or corrected events that told it.' })
  events!: readonly string[];
}

@ObjectType({ description: 'A figure then and now.' })
export class ReportFigureChange {
  @Field(() => String)
  figure!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Float, { nullable: true, description: 'What the report says.' })
  was!: number | null;

  @Field(() => Float, { nullable: true })
  now!: number | null;

  @Field(() => [ReportMove], { description: 'Their differences sum to the change.' })
  moves!: readonly ReportMove[];
}

@ObjectType({ description: 'The same period with the knowledge of today.' })
export class ReportChangedSince {
  @Field(() => Date, { description: 'What the report stands on.' })
  since!: Date;

  @Field(() => Date, { description: 'What is known today.' })
  until!: Date;

  @Field(() => Int, { description: 'Events of the period that were recorded in between.' })
  lateEvents!: number;

  @Field(() => [ReportFigureChange], { description: 'Figures that moved.' })
  figures!: readonly ReportFigureChange[];
}
