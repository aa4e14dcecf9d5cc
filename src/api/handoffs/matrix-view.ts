import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { handoffBusinessWait, handoffWait } from '../../metrics/handoffs/definitions.js';
import type { HandoffAnswer, Bottleneck as RankedPair } from '../../metrics/handoffs/handoff-door.js';
import { type Cell, cellStatement, type Matrix, type WaitFigures } from '../../metrics/handoffs/matrix.js';
import { shown } from '../../metrics/shown-sql.js';
import { groupBy } from '../../support/group-by.js';
import { Definition, Exclusion } from '../metrics/parts.js';
import { HandoffLevel, WaitTime } from '../schema/enums.js';

@ObjectType({ isAbstract: true })
abstract class Waits implements WaitFigures {
  @Field(() => Float, { nullable: true })
  waitP50!: number | null;

  @Field(() => Float, { nullable: true })
  waitP85!: number | null;

  @Field(() => Float, { nullable: true })
  waitMean!: number | null;

  @Field(() => Float)
  waitTotal!: number;
}

@ObjectType({ description: 'Over all handoffs of the matrix. Seconds; null where nothing was measured.' })
export class HandoffWaits extends Waits {}

@ObjectType({ description: 'All handoffs from one holder to another. Waits are seconds.' })
export class HandoffCell extends Waits {
  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => Float, { description: 'Share of them that came back, 0 to 1.' })
  bounceRate!: number;
}

export const cellView = (cell: Cell): HandoffCell => ({ ...cell, bounceRate: cell.bounced / cell.count });

@ObjectType({ description: 'What one holder received and gave away in the range.' })
export class HandoffHolder {
  @Field(() => String)
  holder!: string;

  @Field(() => Int)
  received!: number;

  @Field(() => Int)
  given!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      '%C&A as a share: of what it received, what it did not send back. null: it received nothing.',
  })
  completeAndAccurate!: number | null;
}

@ObjectType({ description: 'What somebody has, or is offered, and has not handed on yet.' })
export class HandoffQueue {
  @Field(() => String)
  holder!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => Date, { description: 'Since when the oldest of it is there.' })
  oldest!: Date;

  @Field(() => Float, { description: 'Median age at the end of the range, in seconds; it still grows.' })
  ageP50!: number;
}

/** What every answer about handoffs shows beside itself: its proof. */
@ObjectType({ isAbstract: true })
abstract class HandoffProof {
  constructor(
    readonly answer: HandoffAnswer,
    protected readonly matrix: Matrix & { readonly withoutCalendar: number },
  ) {}

  @Field(() => Int)
  get handoffs(): number {
    return this.matrix.handoffs;
  }

  @Field(() => Int, {
    description: 'Handoffs whose wait is measured. With `excluded` they are all `handoffs`.',
  })
  get n(): number {
    return this.matrix.handoffs - this.matrix.withoutCalendar;
  }

  @Field(() => [Exclusion])
  get excluded(): Exclusion[] {
    const count = this.matrix.withoutCalendar;
    return count > 0 ? [{ reason: 'NO_CALENDAR', count }] : [];
  }

  @Field(() => HandoffLevel)
  get level(): keyof typeof HandoffLevel {
    return this.answer.asked.scope.level;
  }

  @Field(() => WaitTime)
  get time(): keyof typeof WaitTime {
    return this.answer.asked.time;
  }

  @Field(() => String)
  get zone(): string {
    return this.answer.asked.zone;
  }

  @Field(() => Date, {
    description: 'The recording time this stands on; ask again with it for the same answer.',
  })
  get asOf(): Date {
    return this.answer.asked.asOf;
  }

  @Field(() => Definition)
  get definition(): Definition {
    const { time, scope } = this.answer.asked;
    return new Definition(time === 'BUSINESS' ? handoffBusinessWait : handoffWait, () =>
      shown('The cells of the matrix.', cellStatement(scope)),
    );
  }
}

/** A promise is read only when a query asks for its field. */
@ObjectType({ description: 'Who hands over to whom, how often, and how long it waits.' })
export class HandoffMatrix extends HandoffProof {
  @Field(() => Int, { description: 'Items with at least one of the handoffs.' })
  get items(): number {
    return this.matrix.items;
  }

  @Field(() => [HandoffCell], { description: 'The most frequent first; their counts add up to `handoffs`.' })
  get cells(): HandoffCell[] {
    return this.matrix.cells.map(cellView);
  }

  @Field(() => HandoffWaits)
  get waits(): Promise<HandoffWaits> {
    return this.answer.overall();
  }

  @Field(() => [HandoffHolder], { description: 'Who received most first.' })
  get holders(): HandoffHolder[] {
    return holdersOf(this.matrix.cells);
  }

  @Field(() => [HandoffQueue], { description: 'What waits now, the largest queue first.' })
  get queues(): Promise<HandoffQueue[]> {
    return this.answer.held();
  }
}

const holdersOf = (cells: readonly Cell[]): HandoffHolder[] => {
  const into = groupBy(cells, ({ to }) => to);
  const outOf = groupBy(cells, ({ from }) => from);
  const sum = (chosen: readonly Cell[] = [], value: (cell: Cell) => number): number =>
    chosen.reduce((total, cell) => total + value(cell), 0);
  return [...new Set([...outOf.keys(), ...into.keys()])]
    .map((holder) => {
      const received = sum(into.get(holder), ({ count }) => count);
      const returned = sum(into.get(holder), ({ bounced }) => bounced);
      const given = sum(outOf.get(holder), ({ count }) => count);
      return { holder, received, given, completeAndAccurate: received > 0 ? 1 - returned / received : null };
    })
    .sort((a, b) => b.received - a.received || (a.holder < b.holder ? -1 : 1));
};

@ObjectType({
  description: 'A pair of holders between which items wait, and its queue. Queue figures are wall-clock.',
})
export class Bottleneck extends HandoffCell {
  @Field(() => Float, { description: 'Of all waiting in the range, 0 to 1.' })
  share!: number;

  @Field(() => Int, { description: 'Handoffs that began to wait in the range.' })
  arrivals!: number;

  @Field(() => Int, { description: 'Handoffs that ended to wait in the range.' })
  departures!: number;

  @Field(() => Float, { description: 'Arrivals less departures, per day: above 0 the queue grew.' })
  growthPerDay!: number;

  @Field(() => Float, { description: 'Mean number that waited at a moment of the range (L).' })
  queueLength!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Little's law: departures per second times mean wait (lambda W); null without departures.",
  })
  littleLength!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'L / (lambda W): near 1 where the queue is steady; far from it, the mean wait is not to be trusted.',
  })
  littleRatio!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Handoffs per batch: those that follow each other within a minute are one.',
  })
  batchSize!: number | null;
}

@ObjectType({ description: 'Where items wait most, the pairs with the longest total wait first.' })
export class Bottlenecks extends HandoffProof {
  constructor(
    answer: HandoffAnswer,
    matrix: Matrix & { readonly withoutCalendar: number },
    private readonly ranked: readonly RankedPair[],
  ) {
    super(answer, matrix);
  }

  @Field(() => Float, { description: 'All waiting in the range, in seconds.' })
  get waitTotal(): number {
    return this.matrix.cells.reduce((sum, { waitTotal }) => sum + waitTotal, 0);
  }

  @Field(() => [Bottleneck])
  get cells(): Bottleneck[] {
    const { from, to } = this.answer.asked.scope;
    const seconds = (to.getTime() - from.getTime()) / 1_000;
    return this.ranked.map((pair) => bottleneckView(pair, seconds, this.waitTotal));
  }
}

const DAY = 86_400;

const bottleneckView = ({ cell, queue }: RankedPair, seconds: number, all: number): Bottleneck => {
  const { arrivals, departures, length, batches, meanWait } = queue;
  const littleLength = departures > 0 ? (departures / seconds) * meanWait : null;
  return {
    ...cellView(cell),
    share: all > 0 ? cell.waitTotal / all : 0,
    arrivals,
    departures,
    growthPerDay: (arrivals - departures) / (seconds / DAY),
    queueLength: length,
    littleLength,
    littleRatio: littleLength ? length / littleLength : null,
    batchSize: batches > 0 ? departures / batches : null,
  };
};
