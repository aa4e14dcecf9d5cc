import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { leadOf, processOf, waitOf } from '../../metrics/streams/journey.js';
import type { VisitEvidence } from '../../metrics/streams/retrace.js';
import type { StreamAnswer } from '../../metrics/streams/stream-door.js';
import type { ItemDetails } from '../../metrics/streams/visit-details.js';
import type { FoundVisit } from '../../metrics/streams/visits.js';
import { connectionType } from '../schema/connection.js';

/** What is read of the items of a page when the first of them is asked for it. */
export type FindDetails = () => Promise<ReadonlyMap<string, ItemDetails>>;

@ObjectType({
  description: 'One time that an item passed a step, or waited to be finished. Times are seconds.',
})
export class StreamVisit {
  constructor(
    readonly answer: StreamAnswer,
    private readonly found: FoundVisit,
    private readonly details: FindDetails,
  ) {}

  @Field(() => ID)
  get id(): string {
    return `${this.item}/${this.found.place}`;
  }

  @Field(() => String, { description: 'A ticket, or `change:REPO#NUMBER`.' })
  get item(): string {
    return this.found.journey.item;
  }

  @Field(() => String, { nullable: true })
  get title(): Promise<string | null> {
    return this.details().then((items) => items.get(this.item)?.title ?? null);
  }

  @Field(() => String, { nullable: true, description: 'null: it waited to be finished.' })
  get step(): string | null {
    return this.answer.read.steps[this.found.visit.step] ?? null;
  }

  @Field(() => String, { nullable: true, description: 'The step before; null: the item entered.' })
  get from(): string | null {
    return this.found.from === undefined ? null : this.answer.read.steps[this.found.from]!;
  }

  @Field(() => Date, { description: 'When it began to wait.' })
  get since(): Date {
    return new Date(this.found.visit.since);
  }

  @Field(() => Date, { nullable: true, description: 'When work began; null: nobody told.' })
  get start(): Date | null {
    const { start } = this.found.visit;
    return start === undefined ? null : new Date(start);
  }

  @Field(() => Date, { description: 'When it ended.' })
  get stop(): Date {
    return new Date(this.found.visit.stop!);
  }

  @Field(() => Float)
  get wait(): number {
    return waitOf(this.found.visit)! / 1_000;
  }

  @Field(() => Float, { nullable: true, description: 'null, never 0, where nobody told when work began.' })
  get process(): number | null {
    const process = processOf(this.found.visit);
    return process === undefined ? null : process / 1_000;
  }

  @Field(() => Float, { description: 'Both together.' })
  get lead(): number {
    return leadOf(this.found.visit)! / 1_000;
  }

  @Field(() => Boolean, { description: 'Rework: the item had passed the step before.' })
  get again(): boolean {
    return this.found.visit.again;
  }

  @Field(() => Boolean, {
    description: 'What came out of it was not complete and accurate: the item was refused, or went back.',
  })
  get sentBack(): boolean {
    return this.found.sentBack;
  }

  @Field(() => String, { nullable: true, description: 'The person who had it meanwhile; null: nobody told.' })
  get holder(): Promise<string | null> {
    return this.evident((said) => said?.holder ?? null);
  }

  @Field(() => String, { nullable: true, description: 'The team that had it meanwhile; null: nobody told.' })
  get team(): Promise<string | null> {
    return this.evident((said) => said?.team ?? null);
  }

  @Field(() => [ID], { description: 'The events by which it began to wait, work began, and it ended.' })
  get evidence(): Promise<readonly string[]> {
    return this.evident((said) => said?.events ?? []);
  }

  private async evident<T>(of: (said: VisitEvidence | undefined) => T): Promise<T> {
    const items = await this.details();
    return of(items.get(this.item)?.visits[this.found.place]);
  }
}

export const StreamVisitConnection = connectionType('StreamVisit', () => StreamVisit);
