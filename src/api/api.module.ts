import { Logger, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { DocumentNode } from 'graphql';
import type { Pool } from 'pg';
import type { Calendars } from '../metrics/calendar/read-calendars.js';
import { HandoffDoor } from '../metrics/handoffs/handoff-door.js';
import { MetricDoor } from '../metrics/metric-door.js';
import type { ReadModels } from '../projections/read-models.js';
import { CALENDARS, POOL, READ_MODELS } from '../support/tokens.js';
import { ChangeResolver } from './changes/change.resolver.js';
import { Changes } from './changes/changes.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { Deployments } from './deployments/deployments.js';
import { DeploymentsResolver } from './deployments/deployments.resolver.js';
import { formatErrors } from './errors.js';
import { FlowResolver } from './flow/flow.resolver.js';
import { Handoffs } from './handoffs/handoffs.js';
import {
  HandoffsResolver,
  HandoffTimelineResolver,
  WaitingTimelineResolver,
} from './handoffs/handoffs.resolver.js';
import { DeploymentFrequencyResolver } from './metrics/deployment-frequency.resolver.js';
import { DeploymentRateResolver } from './metrics/deployment-rate.resolver.js';
import { LeadTimeResolver } from './metrics/lead-time.resolver.js';
import { RecoveryTimeResolver } from './metrics/recovery-time.resolver.js';
import { ScrapRateResolver } from './metrics/scrap-rate.resolver.js';
import { refuseBombs } from './query-limits.js';
import { DateTime } from './schema/date-time.js';
import { SourceStore } from './sources/source-store.js';
import { SourcesResolver } from './sources/sources.resolver.js';

const graphql: MercuriusDriverConfig = {
  driver: MercuriusDriver,
  autoSchemaFile: true,
  sortSchema: true,
  graphiql: true,
  errorFormatter: formatErrors(new Logger('GraphQL')),
  hooks: {
    preExecution: async (_schema: unknown, document: DocumentNode, _context: unknown, variables: unknown) => {
      refuseBombs(document, (variables ?? {}) as Readonly<Record<string, unknown>>);
    },
  },
};

/** GraphQL over the figures and what is behind them. Needs POOL and READ_MODELS from a global module. */
@Module({
  imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphql)],
  providers: [
    {
      provide: MetricDoor,
      inject: [POOL, READ_MODELS],
      useFactory: (pool: Pool, readModels: ReadModels) => new MetricDoor(pool, readModels),
    },
    {
      provide: HandoffDoor,
      inject: [POOL, MetricDoor, { token: CALENDARS, optional: true }],
      useFactory: (pool: Pool, door: MetricDoor, calendars?: Calendars) =>
        new HandoffDoor(pool, door, calendars),
    },
    DateTime,
    Changes,
    Deployments,
    Handoffs,
    HandoffsResolver,
    HandoffTimelineResolver,
    WaitingTimelineResolver,
    SourceStore,
    FlowResolver,
    LeadTimeResolver,
    ScrapRateResolver,
    DeploymentFrequencyResolver,
    DeploymentRateResolver,
    RecoveryTimeResolver,
    ChangesResolver,
    ChangeResolver,
    DeploymentsResolver,
    SourcesResolver,
  ],
})
export class ApiModule {}
