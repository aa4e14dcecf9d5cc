import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';

const WRITE_EVERY_MS = 2_000;

/** Counts deliveries that could not be authenticated; of those nothing else is kept, and no attack causes writes. */
export class RefusedCounter {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  count(source: string, reason: string): void {
    const key = JSON.stringify([source, this.clock.now().toISOString().slice(0, 10), reason]);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  /** Writes what was counted; when the database is away, it is kept for the next time. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = this.counts;
    this.counts = new Map();
    for (const [key, count] of counted) {
      const [source, day, reason] = JSON.parse(key) as [string, string, string];
      try {
        await this.pool.query(
          `insert into throughline.refused_delivery (source, day, reason, count) values ($1, $2, $3, $4)
           on conflict (source, day, reason) do update set count = refused_delivery.count + excluded.count`,
          [source, day, reason, count],
        );
      } catch {
        this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      }
    }
  }
}
