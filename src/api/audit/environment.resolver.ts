import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { announce } from '../../audit/announced.js';
import { driftAmong } from '../../audit/drift.js';
import { checkedPlace, type Place, partsAt } from '../../audit/environment.js';
import { MetricDoor } from '../../metrics/metric-door.js';
import type { CallerContext } from '../access.js';
import { PassOn } from '../pass-on.js';
import { AuditDesk } from './audit-desk.js';
import { EnvironmentState } from './environment-view.js';

@ArgsType()
class EnvironmentArgs implements Place {
  @Field(() => String, { nullable: true })
  service?: string | null;

  @Field(() => String, { nullable: true })
  environment?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A host, with all that is on it; with a service only that.',
  })
  host?: string | null;

  @Field(() => Date)
  at!: Date;

  @Field(() => Date, { nullable: true, description: 'A past recording time: what was known then.' })
  asOf?: Date | null;
}

@UseFilters(PassOn)
@Resolver()
export class EnvironmentResolver {
  constructor(
    @Inject(AuditDesk) private readonly desk: AuditDesk,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  @Query(() => EnvironmentState, {
    description:
      'Which versions and configurations were on the hosts of a service, or on one host, at a moment; what put each there; ' +
      'what nobody announced; and where hosts differ that should be alike. That it was read is recorded.',
  })
  async environmentAt(
    @Args() { asOf, ...asked }: EnvironmentArgs,
    @Context() { principal }: CallerContext,
  ): Promise<EnvironmentState> {
    const place = checkedPlace(asked);
    const asking = { principal, what: 'environmentAt', question: { ...place, asOf } };
    return this.desk.recorded(asking, () => this.stateOf(place, asOf));
  }

  private async stateOf(place: Place, asOf: Date | null | undefined): Promise<EnvironmentState> {
    const standing = await this.door.standing(asOf);
    const read = this.desk.readerOf(standing);
    const parts = await read(async (db) => announce(db, await partsAt(db, place)));
    return new EnvironmentState({ at: place.at, asOf: standing.asOf }, parts, () =>
      read((db) => driftAmong(db, parts, place.at)),
    );
  }
}
