import type { Pool } from 'pg';
import { type Appending, appendEvents, type Telling, tellingOf } from '../../events/event-store.js';
import { codeOf, messageOf } from '../../support/errors.js';
import { type Db, inTransaction, together } from '../../support/rows.js';
import { storable } from '../../support/text.js';
import { interpretRequest, type Outcome, settingOf } from '../interpret.js';
import type { AnySource } from '../source.js';
import { Foreseen } from './foreseen.js';
import {
  type Claim,
  claimPending,
  type NewDelivery,
  type PendingDelivery,
  type Settlement,
  settle,
} from './inbox.js';
import { readSettings, type Settings } from './settings.js';
import { type Arrived, noteArrivals } from './watch.js';

/** After so many failures of ours a delivery is set aside as `dead`, to be looked at and replayed. */
export const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 2_000;

export interface InterpreterOptions extends Appending {
  readonly findSource: (system: string) => AnySource | undefined;
}

/** Which deliveries: how many at most, where each holds so many events that memory matters; those kept for a source. */
type Taking = Pick<Claim, 'most' | 'keptFor'>;

/** Turns deliveries that wait in the inbox into events, and writes down what became of each. */
export class Interpreter {
  private readonly foreseen = new Foreseen<Read>();

  constructor(
    private readonly pool: Pool,
    private readonly options: InterpreterOptions,
  ) {}

  /**
   * Reads a delivery that is being stored, for whoever claims it later: while a log is read there is time for it. Only for
   * a key that is a hash of the body, and a source without settings: what it comes to must not change in between.
   */
  foresee(delivery: NewDelivery): void {
    if (!this.foreseen.hasRoom()) return;
    const headers = JSON.parse(delivery.headers) as PendingDelivery['headers'];
    this.foreseen.add(delivery, this.read({ ...delivery, headers }, new Map()));
  }

  /** @returns how many deliveries were settled. */
  async interpretPending(taking: Taking = {}): Promise<number> {
    let settled = 0;
    for (let batch = await this.interpretBatch(taking); batch > 0; batch = await this.interpretBatch(taking))
      settled += batch;
    return settled;
  }

  /**
   * One transaction: claim, interpret, append the events, settle.
   *
   * @returns how many deliveries were taken.
   */
  async interpretBatch(taking: Taking = {}): Promise<number> {
    try {
      return await inTransaction(this.pool, async (db) => {
        const claimed = await claimPending(db, {
          ...taking,
          now: this.now(),
          isForeseen: (one) => this.foreseen.has(one),
        });
        await this.interpretAll(db, claimed);
        return claimed.length;
      });
    } catch (thrown) {
      // One delivery whose events the store refuses must not hold up the others: find out which one it is.
      if (isUnreachable(thrown)) throw thrown;
      return this.interpretOneByOne(taking);
    }
  }

  private now(): Date {
    return this.options.clock.now();
  }

  private async interpretAll(db: Db, claimed: readonly PendingDelivery[]): Promise<void> {
    if (claimed.length === 0) return;
    const settings = await readSettings(
      db,
      claimed.map(({ source }) => source),
    );
    const interpreted = claimed.map((delivery) => ({ delivery, ...this.interpret(delivery, settings) }));
    await appendEvents(
      db,
      interpreted.flatMap(({ tellings }) => tellings),
      this.options,
    );
    await together([
      noteArrivals(db, interpreted.flatMap(arrivedOf)),
      settle(
        db,
        interpreted.map(({ delivery, outcome }) => this.settlement(delivery, outcome)),
        this.now(),
      ),
    ]);
  }

  private async interpretOneByOne(taking: Taking): Promise<number> {
    const claimed = await inTransaction(this.pool, (db) => claimPending(db, { ...taking, now: this.now() }));
    for (const delivery of claimed) {
      try {
        await inTransaction(this.pool, (db) => this.interpretAll(db, [delivery]));
      } catch (thrown) {
        if (isUnreachable(thrown)) throw thrown;
        const failed = this.settlement(delivery, { outcome: 'failed', reason: messageOf(thrown) });
        await inTransaction(this.pool, (db) => settle(db, [failed], this.now()));
      }
    }
    return claimed.length;
  }

  private interpret(delivery: PendingDelivery, settings: Settings): Read {
    const { body } = delivery;
    const foreseen = this.foreseen.take(delivery);
    if (body) return this.read({ ...delivery, body }, settings);
    if (foreseen) return foreseen;
    throw new Error(`The body of ${delivery.source}/${delivery.key} was not read.`);
  }

  private read(delivery: Readable, settings: Settings): Read {
    const outcome = this.outcomeOf(delivery, settings);
    if (outcome.outcome !== 'accepted') return { outcome, tellings: [] };
    const deliveryKey = `${delivery.source}/${delivery.key}`;
    return { outcome, tellings: outcome.events.map((event) => tellingOf(event, deliveryKey)) };
  }

  private outcomeOf(delivery: Readable, settings: Settings): Outcome | Failed {
    const source = this.options.findSource(delivery.system);
    if (!source) return { outcome: 'failed', reason: `No source reads ${delivery.system} deliveries.` };
    try {
      const setting = settingOf(source, delivery.source, settings.get(delivery.source));
      return interpretRequest(source, delivery, setting);
    } catch (thrown) {
      return { outcome: 'failed', reason: messageOf(thrown) };
    }
  }

  private settlement(delivery: PendingDelivery, outcome: Outcome | Failed): Settlement {
    const { source, key } = delivery;
    const attempts = delivery.attempts + 1;
    const base = { source, key, attempts, nextAttemptAt: null, events: null };
    switch (outcome.outcome) {
      case 'accepted':
        return { ...base, state: 'accepted', reason: null, events: outcome.events.length };
      case 'failed':
        return { ...base, ...this.retry(attempts), reason: storable(outcome.reason).slice(0, 2_000) };
      default:
        return { ...base, state: outcome.outcome, reason: storable(outcome.reason).slice(0, 2_000) };
    }
  }

  private retry(attempts: number): Pick<Settlement, 'state' | 'nextAttemptAt'> {
    if (attempts >= MOST_ATTEMPTS) return { state: 'dead', nextAttemptAt: null };
    return {
      state: 'pending',
      nextAttemptAt: new Date(this.now().getTime() + FIRST_WAIT_MS * 4 ** (attempts - 1)),
    };
  }
}

/** What is tried again was noted when it was first read. */
const arrivedOf = ({ delivery, outcome }: Interpreted): Arrived[] => {
  if (!delivery.fresh) return [];
  const sequence = 'sequence' in outcome ? (outcome.sequence ?? []) : [];
  return [{ source: delivery.source, receivedAt: delivery.receivedAt, sequence }];
};

type Readable = Pick<NewDelivery, 'source' | 'system' | 'key' | 'body'> & Pick<PendingDelivery, 'headers'>;

/** What a delivery comes to. */
interface Read {
  readonly outcome: Outcome | Failed;
  readonly tellings: readonly Telling[];
}

interface Interpreted extends Read {
  readonly delivery: PendingDelivery;
}

interface Failed {
  readonly outcome: 'failed';
  readonly reason: string;
}

/** The database cannot be reached or is shutting down: nobody's delivery is at fault. */
const isUnreachable = (thrown: unknown): boolean => {
  const code = codeOf(thrown) ?? '';
  return !/^[0-9A-Z]{5}$/.test(code) || /^(08|57|53|58)/.test(code);
};
