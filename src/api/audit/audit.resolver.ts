import { Inject, UseFilters } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Int, Query, Resolver } from '@nestjs/graphql';
import type { Drawing } from '../../audit/population.js';
import { UserError } from '../../support/errors.js';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { type Connection, PageArgs } from '../schema/connection.js';
import { AuditDesk } from './audit-desk.js';
import { type AuditEntry, AuditEntryConnection } from './audit-entry.js';
import { AuditFilterInput } from './audit-filter.js';
import { PopulationView, Sample, Sightings, STRATUM_NAMES, StratumSize } from './population-view.js';

@ArgsType()
class AuditTrailArgs extends PageArgs {
  @Field(() => AuditFilterInput, { nullable: true })
  filter?: AuditFilterInput | null;
}

@ArgsType()
class PopulationArgs {
  @Field(() => AuditFilterInput, { nullable: true })
  filter?: AuditFilterInput | null;
}

@ArgsType()
class SampleArgs extends PopulationArgs {
  @Field(() => Int, { nullable: true, description: '1 to 500, of the whole population; or give `strata`.' })
  size?: number | null;

  @Field(() => [StratumSize], {
    nullable: true,
    description:
      'How many lines of each stratum. Office hours are those of the filter, else 08:00-18:00 UTC.',
  })
  strata?: StratumSize[] | null;

  @Field(() => String, { description: 'Any text of one line: the same seed draws the same lines.' })
  seed!: string;
}

/** @throws UserError `BAD_SAMPLE` */
const drawingOf = ({ seed, size, strata }: Omit<SampleArgs, 'filter'>): Drawing => {
  if ((strata?.length ?? 0) > 0 === (size != null))
    throw new UserError('A sample needs either a size or the sizes of its strata.', 'BAD_SAMPLE');
  if (size != null) return { seed, size };
  return { seed, sizes: Object.fromEntries(strata!.map((one) => [STRATUM_NAMES[one.stratum], one.size])) };
};

@UseFilters(PassOn)
@Resolver()
export class AuditResolver {
  constructor(@Inject(AuditDesk) private readonly desk: AuditDesk) {}

  @Query(() => AuditEntryConnection, {
    description:
      'Every change, deployment, execution, access, approval and configuration edit, the newest first. A page may hold ' +
      'fewer than `first` although there are more: go on while `hasNextPage`. That it was read is recorded.',
  })
  async auditTrail(
    @Args() { filter, first, after }: AuditTrailArgs,
    @Context() { principal }: CallerContext,
  ): Promise<Connection<AuditEntry>> {
    const question = filter ?? {};
    return this.desk.recorded({ principal, what: 'auditTrail', question }, () =>
      this.desk.trail(question, { first, after }),
    );
  }

  @Query(() => PopulationView, {
    description:
      'The complete list of a period and scope, with its count and hash. For auditors and administrators.',
  })
  async population(
    @Args() { filter }: PopulationArgs,
    @Context() context: CallerContext,
  ): Promise<PopulationView> {
    const principal = requireRole(context, ['auditor', 'admin'], 'freeze a population');
    const question = filter ?? {};
    return this.desk.recorded({ principal, what: 'population', question }, () =>
      this.desk.population(question),
    );
  }

  @Query(() => Sightings, {
    description:
      'Which sources saw the deployments of a population: themselves, the runs, builds, approvals and tickets that they are linked with, and hosts that reported the service anew within a day. For auditors and administrators.',
  })
  async sightings(@Args() { filter }: PopulationArgs, @Context() context: CallerContext): Promise<Sightings> {
    const principal = requireRole(context, ['auditor', 'admin'], 'compare what sources saw');
    const question = filter ?? {};
    return this.desk.recorded({ principal, what: 'sightings', question }, () =>
      this.desk.sightings(question),
    );
  }

  @Query(() => Sample, {
    description:
      'Lines drawn from a population, so that anybody can draw them again. For auditors and administrators.',
  })
  async sample(
    @Args() { filter, ...drawing }: SampleArgs,
    @Context() context: CallerContext,
  ): Promise<Sample> {
    const principal = requireRole(context, ['auditor', 'admin'], 'draw a sample');
    const chosen = drawingOf(drawing);
    const question = { ...filter, ...chosen };
    return this.desk.recorded({ principal, what: 'sample', question }, () =>
      this.desk.sample(filter ?? {}, chosen),
    );
  }
}
