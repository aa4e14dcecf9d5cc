import { Inject, UseFilters } from '@nestjs/common';
import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { MetricDoor } from '../../metrics/metric-door.js';
import { checkedFirst, decodeCursor, encodeCursor } from '../../metrics/page.js';
import { readIn } from '../../metrics/read.js';
import { unlinkedEvents } from '../../projections/unlinked.js';
import type { Db } from '../../support/rows.js';
import { POOL } from '../../support/tokens.js';
import { PassOn } from '../pass-on.js';
import { personFinder } from '../people/find-person.js';
import { PageArgs, PageInfo } from '../schema/connection.js';
import { Evidence, evidenceOf } from './evidence.js';

@ObjectType({ description: 'An event that is part of no change.' })
export class UnlinkedEvent {
  @Field(() => Evidence)
  event!: Evidence;

  @Field(() => String, { description: 'Why, in one sentence.' })
  reason!: string;
}

@ObjectType()
export class UnlinkedEventPage {
  @Field(() => [UnlinkedEvent])
  nodes!: UnlinkedEvent[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@UseFilters(PassOn)
@Resolver()
export class UnlinkedResolver {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  @Query(() => UnlinkedEventPage, {
    description:
      'Runs, deployments, approvals, builds, artifacts and verifications that are part of no change, the newest ' +
      'recorded first. A page may be short and still not be the last.',
  })
  async unlinkedEvents(@Args() page: PageArgs): Promise<UnlinkedEventPage> {
    const { schema, asOf } = await this.door.standing();
    const limit = checkedFirst(page.first);
    const [time, id] = page.after ? decodeCursor(page.after, 2) : [];
    const after = time && id ? { recordedAt: new Date(time), id } : undefined;
    const read = <T>(work: (db: Db) => Promise<T>): Promise<T> => readIn(this.pool, schema, work);
    const { found, end } = await read((db) => unlinkedEvents(db, { limit, asOf, ...(after && { after }) }));
    const find = personFinder(read);
    return {
      nodes: found.map(({ told, reason }) => ({ event: evidenceOf(told, undefined, find), reason })),
      pageInfo: {
        hasNextPage: end !== undefined,
        endCursor: end ? encodeCursor([end.recordedAt.toISOString(), end.id]) : null,
      },
    };
  }
}
