import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CURSOR_TIME, checkedFirst, decodeCursor, type PageRequest, pageOf } from '../../metrics/page.js';
import type { Clock } from '../../support/clock.js';
import { raw, sql } from '../../support/sql.js';
import { storable } from '../../support/text.js';
import { CLOCK, POOL } from '../../support/tokens.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import type { Delivery, SourceHealth } from './source-health.js';
import { type Watched, watch } from './source-watch.js';

interface Counted {
  readonly source: string;
  readonly system: string;
  readonly state: 'pending' | 'accepted' | 'ignored' | 'rejected' | 'dead';
  readonly reason: string | null;
  readonly count: number;
  readonly last: Date;
}

const PREVIEW_BYTES = 4_000;

/** What came in at the door, source by source. */
@Injectable()
export class SourceStore {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every source that is set up or ever sent something, by name. */
  async health(): Promise<SourceHealth[]> {
    const [configured, counted, refused] = await Promise.all([
      this.pool.query<{ name: string; system: string }>('select name, system from throughline.source'),
      this.pool.query<Counted>(`
        select source, max(system) as system, state, case when state = 'ignored' then reason end as reason,
          count(*)::int as count, max(received_at) as last
        from throughline.inbox group by source, state, 4`),
      this.pool.query<{ source: string; count: number }>(
        'select source, sum(count)::float8 as count from throughline.refused_delivery group by source',
      ),
    ]);
    const systems = new Map([
      ...counted.rows.map(({ source, system }) => [source, system] as const),
      ...configured.rows.map(({ name, system }) => [name, system] as const),
    ]);
    const turnedAway = new Map(refused.rows.map(({ source, count }) => [source, count]));
    const now = this.clock.now();
    const sources = [...systems]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, system]) => ({
        name,
        system,
        refused: turnedAway.get(name) ?? 0,
        ...summed(counted.rows.filter(({ source }) => source === name)),
      }));
    return Promise.all(
      sources.map(async (source) => ({ ...source, ...(await watch(this.pool, source, now)) })),
    );
  }

  /** Deliveries that were rejected or given up, the newest first. */
  async trouble(source: string, page: PageRequest): Promise<Connection<Delivery>> {
    const first = checkedFirst(page.first);
    const after = page.after ? decodeCursor(page.after, 2) : undefined;
    const { rows } = await this.pool.query<Omit<Delivery, 'body'> & { body: Buffer; moment: string }>(sql`
      select i.delivery_key as key, i.source, i.system, i.received_at as "receivedAt", i.state, i.reason, i.attempts,
        i.events, i.headers, substring(coalesce(i.repaired_body, i.body) from 1 for ${PREVIEW_BYTES}) as body,
        to_char(i.received_at at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
      from throughline.inbox i
      where i.state in ('rejected', 'dead') and i.source = ${source}
        and ${after ? sql`(i.received_at, i.delivery_key) < (${after[0]}, ${after[1]})` : raw('true')}
      order by i.received_at desc, i.delivery_key desc limit ${first + 1}`);
    const found = pageOf(rows, first, ({ moment, key }) => [moment, key]);
    const nodes = found.rows.map((row) => ({ ...row, body: storable(row.body.toString('utf8')) }));
    return connectionOf(found, nodes, () => this.countTrouble(source));
  }

  private async countTrouble(source: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(sql`
      select count(*)::int as count from throughline.inbox i
      where i.state in ('rejected', 'dead') and i.source = ${source}`);
    return rows[0]!.count;
  }
}

const summed = (
  rows: readonly Counted[],
): Omit<SourceHealth, keyof Watched | 'name' | 'system' | 'refused'> => {
  const inState = (state: Counted['state']): number => total(rows.filter((row) => row.state === state));
  const times = rows.map(({ last }) => last.getTime());
  return {
    lastReceivedAt: times.length > 0 ? new Date(Math.max(...times)) : null,
    received: total(rows),
    pending: inState('pending'),
    accepted: inState('accepted'),
    ignored: inState('ignored'),
    rejected: inState('rejected'),
    dead: inState('dead'),
    ignoredReasons: rows
      .filter(({ state }) => state === 'ignored')
      .map(({ reason, count }) => ({ rule: reason ?? 'no reason given', count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
  };
};

const total = (rows: readonly Counted[]): number => rows.reduce((sum, { count }) => sum + count, 0);
