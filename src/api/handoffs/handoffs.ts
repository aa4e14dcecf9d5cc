import { Inject, Injectable } from '@nestjs/common';
import { businessWaits } from '../../metrics/handoffs/business-matrix.js';
import { HandoffDoor, type HandoffQuestion } from '../../metrics/handoffs/handoff-door.js';
import {
  type Between,
  countHandoffs,
  countWaiting,
  type HandoffRow,
  listHandoffs,
  listWaiting,
} from '../../metrics/handoffs/lists.js';
import { checkedFirst, type PageRequest } from '../../metrics/page.js';
import { personFinder } from '../people/find-person.js';
import { type Connection, connectionOf } from '../schema/connection.js';
import type { Handoff, Waiting } from './handoff.js';
import { Bottlenecks, HandoffMatrix } from './matrix-view.js';

/** Answers about handoffs, and the items behind them. */
@Injectable()
export class Handoffs {
  constructor(@Inject(HandoffDoor) private readonly door: HandoffDoor) {}

  async matrix(question: HandoffQuestion): Promise<HandoffMatrix> {
    const answer = await this.door.ask(question);
    return new HandoffMatrix(answer, await answer.matrix());
  }

  async bottlenecks(question: HandoffQuestion, first: number | null | undefined): Promise<Bottlenecks> {
    const answer = await this.door.ask(question);
    const ranked = await answer.bottlenecks(checkedFirst(first));
    return new Bottlenecks(answer, await answer.matrix(), ranked);
  }

  /** The newest first. */
  async list(question: HandoffQuestion, pair: Between, page: PageRequest): Promise<Connection<Handoff>> {
    const answer = await this.door.ask(question);
    const { scope, asOf, time, calendars } = answer.asked;
    const first = checkedFirst(page.first);
    const found = await answer.in((db) => listHandoffs(db, { ...scope, pair }, { first, after: page.after }));
    const business = time === 'BUSINESS' ? businessWaits(calendars, scope, found.rows) : undefined;
    const waitOf = (row: HandoffRow): number | null =>
      business ? seconds(business(row)) : (row.at.getTime() - row.since.getTime()) / 1_000;
    const find = personFinder((work) => answer.in(work));
    const nodes = found.rows.map((row) => ({
      ...handoffView(row),
      wait: waitOf(row),
      told: { item: row.item, asOf, find },
    }));
    return connectionOf(found, nodes, () => answer.in((db) => countHandoffs(db, scope, pair)));
  }

  /** What waits longest first. */
  async waiting(
    question: HandoffQuestion,
    holder: string | null | undefined,
    page: PageRequest,
  ): Promise<Connection<Waiting>> {
    const answer = await this.door.ask(question);
    const scope = { ...answer.asked.scope, holder };
    const first = checkedFirst(page.first);
    const found = await answer.in((db) => listWaiting(db, scope, { first, after: page.after }));
    const find = personFinder((work) => answer.in(work));
    const nodes = found.rows.map(
      ({ item, title, holder: has, awaits, since, last_at }): Waiting => ({
        item,
        title,
        holder: has,
        awaits,
        since,
        lastAt: last_at,
        age: Math.max(0, (answer.end.getTime() - since.getTime()) / 1_000),
        censored: true,
        told: { item, asOf: answer.asked.asOf, find },
      }),
    );
    return connectionOf(found, nodes, () => answer.in((db) => countWaiting(db, scope)));
  }
}

const seconds = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : milliseconds / 1_000;

const handoffView = (row: HandoffRow): Omit<Handoff, 'wait' | 'told'> => ({
  id: `${row.item}/${row.step}`,
  item: row.item,
  title: row.title,
  from: row.from_holder,
  to: row.to_holder,
  since: row.since,
  at: row.at,
  bounced: row.bounced,
  evidence: [row.from_event, row.to_event],
});
