import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { checkedRange, type FlowFilter, resolveServices } from '../../metrics/filter.js';
import {
  grantException,
  grantedExceptions,
  type NamedException,
  type NewException,
  revokeException,
} from '../../policies/exceptions.js';
import { countByService, type FindingCount } from '../../policies/read-findings.js';
import { policies } from '../../policies/registry.js';
import { currentSettings } from '../../policies/settings-store.js';
import type { Clock } from '../../support/clock.js';
import { groupBy } from '../../support/group-by.js';
import { type Db, inTransaction } from '../../support/rows.js';
import { CLOCK, POOL } from '../../support/tokens.js';
import type { Control, ControlCell, ControlsView, GrantedException } from './controls-view.js';

/** Which controls there are, what they found, and which deviations somebody allowed. */
@Injectable()
export class Controls {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async view(filter: FlowFilter | undefined): Promise<ControlsView> {
    const { settings, since } = await currentSettings(this.pool);
    const counts = await countByService(this.pool, {
      services: filter && (await resolveServices(this.pool, filter)),
      environment: filter?.environment,
      range: filter && checkedRange(filter),
      asOf: filter?.asOf,
    });
    const on = settings.active.map(
      ({ policy, version }): Control => ({
        ...described(policy),
        version,
        on: true,
      }),
    );
    const off = policies
      .filter(({ id }) => !on.some(({ policy }) => policy === id))
      .map((policy): Control => ({ ...described(policy), version: String(policy.version), on: false }));
    return {
      asOf: filter?.asOf ?? null,
      appliedAt: since ?? null,
      controls: [...on, ...off].sort((a, b) => (a.policy < b.policy ? -1 : 1)),
      cells: cellsOf(counts),
    };
  }

  async exceptions(): Promise<GrantedException[]> {
    const granted = await grantedExceptions(this.pool);
    return granted
      .map((one) => this.shown(one))
      .sort((a, b) => a.until.getTime() - b.until.getTime() || (a.id < b.id ? -1 : 1));
  }

  async grant(granted: NewException, by: string): Promise<GrantedException> {
    return this.shown(await this.alone((db) => grantException(db, this.clock, { granted, by })));
  }

  async revoke(id: string, by: string): Promise<GrantedException> {
    return this.shown(await this.alone((db) => revokeException(db, this.clock, { id, by })));
  }

  /** Each edit begins with what the one before it left. */
  private alone<T>(edit: (db: Db) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (db) => {
      await db.query(`select pg_advisory_xact_lock(hashtextextended('throughline.policy_settings', 0))`);
      return edit(db);
    });
  }

  private shown({ from, until, ...rest }: NamedException): GrantedException {
    const end = new Date(until);
    return { ...rest, from: from ? new Date(from) : null, until: end, expired: end <= this.clock.now() };
  }
}

const described = ({ id, title, about, controls }: (typeof policies)[number]) => ({
  policy: id,
  title,
  about,
  controls,
});

const cellsOf = (counts: readonly FindingCount[]): ControlCell[] =>
  [...groupBy(counts, ({ policy, service }) => JSON.stringify([policy, service])).values()].map((group) => {
    const of = (verdict: string): number => group.find((one) => one.verdict === verdict)?.count ?? 0;
    const { policy, service } = group[0]!;
    return {
      policy,
      service,
      pass: of('PASS'),
      fail: of('FAIL'),
      exception: of('EXCEPTION'),
      unknown: of('UNKNOWN'),
    };
  });
