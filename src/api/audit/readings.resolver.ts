import { Inject, UseFilters } from '@nestjs/common';
import { Args, Context, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { countReadings, listReadings } from '../../audit/readings.js';
import { checkedFirst } from '../../metrics/page.js';
import { POOL } from '../../support/tokens.js';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { type Connection, connectionOf, connectionType, PageArgs } from '../schema/connection.js';

@ObjectType({ description: 'That somebody read of the audit trail.' })
export class AuditReading {
  @Field(() => String)
  id!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => String, { description: 'The name of the token, or `command line`.' })
  reader!: string;

  @Field(() => String, { description: 'Their role then.' })
  role!: string;

  @Field(() => String, { description: '`auditTrail`, `population`, `export.csv`, `pack` ...' })
  what!: string;

  @Field(() => String, { description: 'The question, as canonical JSON.' })
  question!: string;
}

const AuditReadingConnection = connectionType('AuditReading', () => AuditReading);

@UseFilters(PassOn)
@Resolver()
export class AuditReadingsResolver {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @Query(() => AuditReadingConnection, {
    description:
      'Who read the audit trail, what they asked and when, the latest first. For auditors and administrators.',
  })
  async auditReadings(
    @Args() { first, after }: PageArgs,
    @Context() context: CallerContext,
  ): Promise<Connection<AuditReading>> {
    requireRole(context, ['auditor', 'admin'], 'see who read the audit trail');
    const page = await listReadings(this.pool, { first: checkedFirst(first), after });
    return connectionOf(page, [...page.rows], () => countReadings(this.pool));
  }
}
