import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { forecastTime } from '../../metrics/streams/definitions.js';
import type { PastForecast } from '../../metrics/streams/forecast.js';
import type { StreamAnswer } from '../../metrics/streams/stream-door.js';
import type { StreamForecast } from '../../metrics/streams/stream-forecast.js';
import { StreamProof } from './value-stream.js';

@ObjectType({ description: 'A forecast as it would have been made then, and what came.' })
export class BackTestForecast {
  @Field(() => Date)
  at!: Date;

  @Field(() => Date)
  p50!: Date;

  @Field(() => Date)
  p85!: Date;

  @Field(() => Date)
  p95!: Date;

  @Field(() => Date, { nullable: true, description: 'When so many items were finished; null: not yet.' })
  came!: Date | null;
}

@ObjectType({
  description: 'How right such forecasts were: a good one covers as many outcomes as its percentile says.',
})
export class BackTest {
  constructor(private readonly made: StreamForecast) {}

  @Field(() => Int, { description: 'Past forecasts whose outcome is known.' })
  get n(): number {
    return this.made.backTest.n;
  }

  @Field(() => Float, { nullable: true, description: 'Share of outcomes by the 50th percentile, 0 to 1.' })
  get covered50(): number | null {
    return this.share(0);
  }

  @Field(() => Float, { nullable: true, description: 'Share of outcomes by the 85th percentile, 0 to 1.' })
  get covered85(): number | null {
    return this.share(1);
  }

  @Field(() => Float, { nullable: true, description: 'Share of outcomes by the 95th percentile, 0 to 1.' })
  get covered95(): number | null {
    return this.share(2);
  }

  @Field(() => [BackTestForecast], { description: 'A week apart, the earliest first.' })
  get forecasts(): BackTestForecast[] {
    return this.made.past.map(pastView);
  }

  private share(i: number): number | null {
    return this.made.backTest.shares?.[i] ?? null;
  }
}

const pastView = ({ at, told, came }: PastForecast): BackTestForecast => ({
  at: new Date(at),
  p50: new Date(told[0]!),
  p85: new Date(told[1]!),
  p95: new Date(told[2]!),
  came: came === undefined ? null : new Date(came),
});

@ObjectType({
  description: 'When so many items will be finished. null: nothing was finished in the last 30 days.',
})
export class Forecast extends StreamProof {
  constructor(
    answer: StreamAnswer,
    private readonly made: StreamForecast,
  ) {
    super(answer, forecastTime);
  }

  @Field(() => Int, { description: 'How many items it is about.' })
  get items(): number {
    return this.made.items;
  }

  @Field(() => String, { description: 'The same seed draws the same.' })
  get seed(): string {
    return this.made.seed;
  }

  @Field(() => Date, { description: 'From when it looks ahead: the end of the range, or of what is known.' })
  get from(): Date {
    return new Date(this.made.now);
  }

  @Field(() => Date, { nullable: true })
  get p50(): Date | null {
    return this.by(0);
  }

  @Field(() => Date, { nullable: true })
  get p85(): Date | null {
    return this.by(1);
  }

  @Field(() => Date, { nullable: true })
  get p95(): Date | null {
    return this.by(2);
  }

  @Field(() => Float, { description: 'Finished items per day in the last 30 days.' })
  get throughput(): number {
    return this.made.perDay;
  }

  @Field(() => BackTest)
  get backTest(): BackTest {
    return new BackTest(this.made);
  }

  private by(i: number): Date | null {
    const at = this.made.told?.[i];
    return at === undefined ? null : new Date(at);
  }
}
