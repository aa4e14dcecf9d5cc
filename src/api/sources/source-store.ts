import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CURSOR_TIME, checkedFirst, decodeCursor, type PageRequest, pageOf } from '../../metrics/page.js';
import { adviceOn } from '../../sources/advice.js';
import { sourcesHealth } from '../../sources/intake/health.js';
import type { Clock } from '../../support/clock.js';
import { raw, sql } from '../../support/sql.js';
import { storable } from '../../support/text.js';
import { CLOCK, POOL } from '../../support/tokens.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import type { Delivery, SourceHealth } from './source-health.js';

const PREVIEW_BYTES = 4_000;

/** What came in at the door, source by source. */
@Injectable()
export class SourceStore {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every source that is set up or ever sent something, by name. */
  health(): Promise<SourceHealth[]> {
    return sourcesHealth(this.pool, this.clock.now());
  }

  /** Deliveries that were rejected or given up, the newest first. */
  async trouble(source: string, page: PageRequest): Promise<Connection<Delivery>> {
    const first = checkedFirst(page.first);
    const after = page.after ? decodeCursor(page.after, 2) : undefined;
    const { rows } = await this.pool.query<
      Omit<Delivery, 'body' | 'advice'> & { body: Buffer; moment: string }
    >(sql`
      select i.delivery_key as key, i.source, i.system, i.received_at as "receivedAt", i.state, i.reason, i.attempts,
        i.events, i.headers, substring(coalesce(i.repaired_body, i.body) from 1 for ${PREVIEW_BYTES}) as body,
        to_char(i.received_at at time zone 'UTC', ${raw(CURSOR_TIME)}) as moment
      from throughline.inbox i
      where i.state in ('rejected', 'dead') and i.source = ${source}
        and ${after ? sql`(i.received_at, i.delivery_key) < (${after[0]}, ${after[1]})` : raw('true')}
      order by i.received_at desc, i.delivery_key desc limit ${first + 1}`);
    const found = pageOf(rows, first, ({ moment, key }) => [moment, key]);
    const nodes = found.rows.map((row) => ({
      ...row,
      advice: adviceOn(row),
      body: storable(row.body.toString('utf8')),
    }));
    return connectionOf(found, nodes, () => this.countTrouble(source));
  }

  private async countTrouble(source: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(sql`
      select count(*)::int as count from throughline.inbox i
      where i.state in ('rejected', 'dead') and i.source = ${source}`);
    return rows[0]!.count;
  }
}
