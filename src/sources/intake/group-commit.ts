import type { Pool } from 'pg';
import { type NewDelivery, storeDeliveries } from './inbox.js';

/** So many statements may be under way: while one waits for the disk, the next is being filled. */
const FLUSHES_IN_FLIGHT = 2;
const ROWS_PER_FLUSH = 64;

interface Waiting {
  readonly delivery: NewDelivery;
  readonly done: () => void;
  readonly failed: (reason: Error) => void;
}

/** Stores deliveries in groups: whatever waits when a statement can be sent goes with it. */
export class GroupCommit {
  private readonly waiting: Waiting[] = [];
  private inFlight = 0;

  constructor(
    private readonly pool: Pool,
    /** Called after each group is durable. */
    private readonly stored: () => void,
  ) {}

  /** Resolves when the delivery is durable; rejects when the database cannot take it now. */
  add(delivery: NewDelivery): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ delivery, done, failed });
      if (this.inFlight < FLUSHES_IN_FLIGHT) this.schedule();
    });
  }

  private schedule(): void {
    this.inFlight += 1;
    // Everything that arrives in this turn of the event loop joins the group.
    setImmediate(() => void this.flush());
  }

  private async flush(): Promise<void> {
    const group = this.waiting.splice(0, ROWS_PER_FLUSH);
    if (group.length > 0) await this.store(group);
    this.inFlight -= 1;
    if (this.waiting.length > 0 && this.inFlight < FLUSHES_IN_FLIGHT) this.schedule();
  }

  private async store(group: readonly Waiting[]): Promise<void> {
    try {
      await storeDeliveries(
        this.pool,
        group.map(({ delivery }) => delivery),
      );
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown : new Error(String(thrown));
      for (const { failed } of group) failed(reason);
      return;
    }
    for (const { done } of group) done();
    this.stored();
  }
}
