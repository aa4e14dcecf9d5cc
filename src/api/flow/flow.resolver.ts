import { Inject, UseFilters } from '@nestjs/common';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { MetricDoor } from '../../metrics/metric-door.js';
import { readIn } from '../../metrics/read.js';
import { sql } from '../../support/sql.js';
import { POOL } from '../../support/tokens.js';
import { PassOn } from '../pass-on.js';

@ObjectType({
  description: 'What can be asked: the services, environments and teams, and the span of the events.',
})
export class FlowScope {
  @Field(() => [String])
  services!: string[];

  @Field(() => [String])
  environments!: string[];

  @Field(() => [String])
  teams!: string[];

  @Field(() => Date, { nullable: true, description: 'Of the earliest change or deployment.' })
  firstAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Of the latest change or deployment.' })
  lastAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Every event recorded until then is in the answers.' })
  watermark!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'The recording time as of which what is shown now, verdicts included, is shown again. Verdicts are given after the ' +
      'events that they stand on were recorded; while further events wait to be counted it is the `watermark`.',
  })
  asOf!: Date | null;
}

@UseFilters(PassOn)
@Resolver()
export class FlowResolver {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  @Query(() => FlowScope, {
    description:
      'What can be asked: the services, environments and teams that are known, and the span they cover.',
  })
  async flow(): Promise<FlowScope> {
    const { schema, asOf } = await this.door.standing();
    const { rows } = await readIn(this.pool, schema, (db) => db.query<Omit<FlowScope, 'watermark'>>(SCOPE));
    return { ...rows[0]!, watermark: asOf.getTime() > 0 ? asOf : null };
  }
}

/** The first service after each, by index, instead of every change of every service. */
const SCOPE = sql`
  with recursive changed as (
    select min(service) as service from service_change
    union all
    select (select min(c.service) from service_change c where c.service > changed.service) from changed
    where changed.service is not null
  ),
  place as materialized (select distinct service, environment from deployment)
  select
    array(select service from changed where service is not null union select service from place
      union select service from service_owner order by service) as services,
    array(select distinct environment from place order by environment) as environments,
    array(select team from team union select team from service_owner order by team) as teams,
    least((select min(at) from service_change), (select min(at) from deployment)) as "firstAt",
    greatest((select max(at) from service_change), (select max(at) from deployment)) as "lastAt",
    (select case when recorded.at = projected.at then greatest(projected.at, verdicts.at) else projected.at end
      from throughline.watermark projected
      left join throughline.watermark recorded on recorded.name = 'recorded'
      left join throughline.watermark verdicts on verdicts.name = 'verdicts'
      where projected.name = 'projected') as "asOf"`;
