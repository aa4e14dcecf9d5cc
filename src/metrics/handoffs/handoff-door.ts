import type { Pool } from 'pg';
import type { Level } from '../../projections/handoffs/possession.js';
import type { Db } from '../../support/rows.js';
import { type Calendars, NO_CALENDARS } from '../calendar/read-calendars.js';
import { checkedRange, type FlowFilter } from '../filter.js';
import type { MetricDoor } from '../metric-door.js';
import { readIn } from '../read.js';
import { readBusinessMatrix } from './business-matrix.js';
import { type Held, readHeld } from './lists.js';
import { byName, type Cell, type Matrix, readMatrix, readOverall, type WaitFigures } from './matrix.js';
import { type Queue, readQueues } from './queues.js';
import { type HandoffScope, handoffScope } from './scope.js';

export type WaitTime = 'WALL' | 'BUSINESS';

export interface HandoffQuestion {
  readonly filter: FlowFilter;
  readonly level: Level;
  readonly time: WaitTime;
}

/** A pair of holders, and the queue between them. */
export interface Bottleneck {
  readonly cell: Cell;
  readonly queue: Queue;
}

/** The one way to ask about handoffs: checks the filter once, picks the read models, and hands out the answer. */
export class HandoffDoor {
  constructor(
    private readonly pool: Pool,
    private readonly door: MetricDoor,
    private readonly calendars: Calendars = NO_CALENDARS,
  ) {}

  /** @throws UserError when the filter names what there is not, or no range. */
  async ask(question: HandoffQuestion): Promise<HandoffAnswer> {
    const scope = await handoffScope(this.pool, question.filter, question.level);
    const { schema, asOf } = await this.door.standing(question.filter.asOf);
    const { zone } = checkedRange(question.filter);
    const { time } = question;
    return new HandoffAnswer(this.pool, { scope, time, zone, schema, asOf, calendars: this.calendars });
  }
}

interface Asked {
  readonly scope: HandoffScope;
  readonly time: WaitTime;
  readonly zone: string;
  readonly schema: string;
  readonly asOf: Date;
  readonly calendars: Calendars;
}

/** One question's answer, each part read when it is asked for, and once. */
export class HandoffAnswer {
  private read: Promise<Matrix & { withoutCalendar: number; overall?: WaitFigures }> | undefined;

  constructor(
    private readonly pool: Pool,
    readonly asked: Asked,
  ) {}

  /** Until when what waits is aged: the end of the range, but no later than we know. */
  get end(): Date {
    const { scope, asOf } = this.asked;
    return new Date(Math.min(scope.to.getTime(), asOf.getTime()));
  }

  matrix(): Promise<Matrix & { withoutCalendar: number }> {
    this.read ??= this.in((db) => {
      const { scope, time, calendars } = this.asked;
      if (time === 'BUSINESS') return readBusinessMatrix(db, scope, calendars);
      return readMatrix(db, scope).then((matrix) => ({ ...matrix, withoutCalendar: 0 }));
    });
    return this.read;
  }

  async overall(): Promise<WaitFigures> {
    if (this.asked.time === 'BUSINESS') {
      await this.matrix();
      return (await this.read!).overall!;
    }
    return this.in((db) => readOverall(db, this.asked.scope));
  }

  held(): Promise<Held[]> {
    return this.in((db) => readHeld(db, this.asked.scope, this.end));
  }

  /** The pairs with the most waiting, with their queues. */
  async bottlenecks(first: number): Promise<Bottleneck[]> {
    const { cells } = await this.matrix();
    const ranked = [...cells].sort((a, b) => b.waitTotal - a.waitTotal || byName(a, b)).slice(0, first);
    const queues = await this.in((db) => readQueues(db, this.asked.scope, ranked));
    return ranked.map((cell, i) => ({ cell, queue: queues[i]! }));
  }

  in<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return readIn(this.pool, this.asked.schema, work);
  }
}
