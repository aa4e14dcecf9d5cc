import type { Pool } from 'pg';
import { ConfiguredSources, type PullableSource } from '../access/configured-sources.js';
import { type Pullable, pullSource, untilRoom } from '../sources/intake/pull.js';
import { HttpPullClient } from '../sources/intake/pull-client.js';
import { settingOf } from '../sources/interpret.js';
import { findSource } from '../sources/registry.js';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';

/** Overlapping: often enough that nothing is purged in between, rarely enough to be no burden. */
const EVERY_MS = 5 * 60_000;

export interface Waiting {
  readonly onWait?: (milliseconds: number, why: string) => void;
  readonly signal?: AbortSignal;
}

/** @throws UserError when the system cannot be read at all. */
export const openPull = (
  { name, system, settings, url, credential }: PullableSource,
  { onWait, signal }: Waiting = {},
): Pullable => {
  const source = findSource(system);
  if (!source?.pull) throw new UserError(`${name} cannot be read: ${system} only sends.`);
  const { pull } = source;
  const client = new HttpPullClient({
    url,
    headers: pull.headers(credential),
    sign: pull.sign && ((request) => pull.sign!(request, credential)),
    isBusy: pull.isBusy,
    everyMs: pull.everyMs,
    ...(onWait && { onWait }),
    ...(signal && { signal }),
  });
  return { name, source, setting: settingOf(source, name, settings), client };
};

/** Reads every source that was not read for five minutes; one that fails does not hold up the others. */
export class DuePulls {
  constructor(
    private readonly pool: Pool,
    private readonly key: Buffer,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal, failed: (name: string, thrown: unknown) => void): Promise<void> {
    const sources = new ConfiguredSources(this.pool, this.key, this.clock);
    const due = await this.due();
    for (const source of await sources.pullable()) {
      if (signal.aborted) return;
      if (!due(source.name)) continue;
      const { pool, clock } = this;
      const afterBatch = () => untilRoom(pool, source.name, signal);
      try {
        await pullSource(openPull(source, { signal }), { pool, clock, signal, afterBatch });
      } catch (thrown) {
        if (!signal.aborted) failed(source.name, thrown);
      }
    }
  }

  private async due(): Promise<(name: string) => boolean> {
    const before = new Date(this.clock.now().getTime() - EVERY_MS);
    const { rows } = await this.pool.query<{ source: string }>(
      'select source from throughline.source_pull where greatest(finished_at, failed_at) > $1',
      [before],
    );
    const recent = new Set(rows.map(({ source }) => source));
    return (name) => !recent.has(name);
  }
}
