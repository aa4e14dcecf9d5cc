import { Inject, UseFilters } from '@nestjs/common';
import {
  Args,
  ArgsType,
  Context,
  Field,
  ID,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import type { Pool } from 'pg';
import { MetricDoor } from '../../metrics/metric-door.js';
import { checkedFirst } from '../../metrics/page.js';
import { changedSince } from '../../reports/changed-since/changed-since.js';
import { findDefinition } from '../../reports/load-definitions.js';
import { refusalText } from '../../reports/read-definition.js';
import { nextFiring } from '../../reports/runs/due.js';
import { countRuns, findRun, listRuns, type RunSearch } from '../../reports/runs/list-runs.js';
import type { Run, RunState } from '../../reports/runs/run-store.js';
import type { ReportService } from '../../reports/service.js';
import type { Clock } from '../../support/clock.js';
import { CLOCK, POOL, REPORTS } from '../../support/tokens.js';
import { type CallerContext, requireRole } from '../access.js';
import { PassOn } from '../pass-on.js';
import { type Connection, connectionOf, PageArgs } from '../schema/connection.js';
import {
  Report,
  ReportChangedSince,
  ReportDefinition,
  ReportDelivery,
  ReportOutput,
  ReportRunConnection,
  ReportState,
} from './report.js';

@ObjectType({ description: 'The reports that are defined, and their runs.' })
export class ReportsView {
  @Field(() => [ReportDefinition])
  definitions!: ReportDefinition[];

  @Field(() => [String], { description: 'Definitions that are refused, each with file, line and reason.' })
  refused!: string[];
}

@ArgsType()
class RunsArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  report?: string | null;

  @Field(() => String, { nullable: true, description: 'Such as `2026-W14`.' })
  period?: string | null;

  @Field(() => ReportState, { nullable: true })
  state?: keyof typeof ReportState | null;
}

const shown = (run: Run): Report => ({ ...run, state: run.state.toUpperCase() as keyof typeof ReportState });

@UseFilters(PassOn)
@Resolver(() => ReportsView)
export class ReportsResolver {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(REPORTS) private readonly service: ReportService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => ReportsView)
  async reports(): Promise<ReportsView> {
    const { all, refused } = await this.service.reports.definitions();
    const now = this.clock.now();
    const definitions = all.map(({ name, title, audience, cron, zone, sections, outputs }) => ({
      name,
      title,
      audience,
      cron: cron ?? null,
      zone,
      nextRunAt: cron === undefined ? null : nextFiring(cron, zone, now),
      sections: sections.map(({ id }) => id),
      outputs,
    }));
    return { definitions, refused: refused.map(refusalText) };
  }

  @ResolveField(() => ReportRunConnection, { description: 'The newest first.' })
  async runs(@Args() { report, period, state, first, after }: RunsArgs): Promise<Connection<Report>> {
    const ofState = state ? (state.toLowerCase() as RunState) : null;
    const search: RunSearch = { report, period, state: ofState, first: checkedFirst(first), after };
    const page = await listRuns(this.pool, search);
    return connectionOf(page, page.rows.map(shown), () => countRuns(this.pool, search));
  }

  @Query(() => Report, { nullable: true })
  async report(@Args('id', { type: () => ID }) id: string): Promise<Report | null> {
    const run = await findRun(this.pool, id);
    return run ? shown(run) : null;
  }

  @Mutation(() => Report, {
    description:
      'Runs a report of any period, as known now or at a past recording time. For auditors and administrators.',
  })
  async runReport(
    @Args('report', { type: () => String }) report: string,
    @Args('period', { type: () => String, description: 'Such as `2026-Q3`, or FROM..TO.' }) period: string,
    @Args('asOf', { type: () => Date, nullable: true }) asOf: Date | null | undefined,
    @Context() caller: CallerContext,
  ): Promise<Report> {
    const { name } = requireRole(caller, ['auditor', 'admin'], 'run a report');
    const id = await this.service.request({ report, period, asOf, by: name });
    return shown((await findRun(this.pool, id))!);
  }
}

@UseFilters(PassOn)
@Resolver(() => Report)
export class ReportResolver {
  constructor(
    @Inject(REPORTS) private readonly service: ReportService,
    @Inject(MetricDoor) private readonly door: MetricDoor,
  ) {}

  @ResolveField(() => [ReportOutput])
  async outputs(@Parent() { id }: Report): Promise<ReportOutput[]> {
    const outputs = await this.service.outputs.list(id);
    return outputs.map((one) => ({ ...one, path: `/reports/${id}.${one.format}` }));
  }

  @ResolveField(() => [ReportDelivery], { description: 'For auditors and administrators.' })
  deliveries(@Parent() { id }: Report, @Context() caller: CallerContext): Promise<ReportDelivery[]> {
    requireRole(caller, ['auditor', 'admin'], 'see to whom reports are sent');
    return this.service.desk.list(id);
  }

  @ResolveField(() => ReportChangedSince, {
    nullable: true,
    description:
      'The same period with the knowledge of today: which flow figures moved, and which late or corrected events moved them. null until the report is made.',
  })
  async changedSince(
    @Parent() { report, period, from, to, asOf }: Report,
  ): Promise<ReportChangedSince | null> {
    if (!asOf) return null;
    const definition = findDefinition(await this.service.reports.definitions(), report);
    const since = { definition, period: { label: period, from, to }, since: asOf };
    return changedSince({ pool: this.service.pool, door: this.door }, since);
  }
}
