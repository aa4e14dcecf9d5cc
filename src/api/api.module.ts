import { Logger, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { type DocumentNode, type GraphQLSchema, validate } from 'graphql';
import type { Pool } from 'pg';
import { PeopleRegister } from '../access/people-register.js';
import type { Principal } from '../access/tokens.js';
import type { Calendars } from '../metrics/calendar/read-calendars.js';
import { HandoffDoor } from '../metrics/handoffs/handoff-door.js';
import { MetricDoor } from '../metrics/metric-door.js';
import { StreamDoor } from '../metrics/streams/stream-door.js';
import type { Projector } from '../projections/projector.js';
import type { ReadModels } from '../projections/read-models.js';
import type { Interpreter } from '../sources/intake/interpreter.js';
import type { Clock } from '../support/clock.js';
import { CALENDARS, CLOCK, INTERPRETER, POOL, PROJECTOR, READ_MODELS } from '../support/tokens.js';
import { type CallerContext, guardMutations } from './access.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { AuditDesk } from './audit/audit-desk.js';
import { EnvironmentResolver } from './audit/environment.resolver.js';
import { AuditReadingsResolver } from './audit/readings.resolver.js';
import { StoryResolver } from './audit/story.resolver.js';
import { ChangeResolver } from './changes/change.resolver.js';
import { Changes } from './changes/changes.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { UnlinkedResolver } from './changes/unlinked.resolver.js';
import { Deployments } from './deployments/deployments.js';
import { DeploymentsResolver } from './deployments/deployments.resolver.js';
import { formatErrors } from './errors.js';
import { Controls } from './findings/controls.js';
import { ControlsResolver } from './findings/controls.resolver.js';
import { Findings } from './findings/findings.js';
import { FindingsOfChangeResolver, FindingsResolver } from './findings/findings.resolver.js';
import { PciEvidenceResolver } from './findings/pci-evidence.js';
import { FlowResolver } from './flow/flow.resolver.js';
import { Handoffs } from './handoffs/handoffs.js';
import {
  HandoffsResolver,
  HandoffTimelineResolver,
  WaitingTimelineResolver,
} from './handoffs/handoffs.resolver.js';
import { Items } from './items/items.js';
import { ItemsResolver } from './items/items.resolver.js';
import { LedgerResolver } from './ledger/ledger.resolver.js';
import { LedgerStore } from './ledger/ledger-store.js';
import { DeploymentFrequencyResolver } from './metrics/deployment-frequency.resolver.js';
import { DeploymentRateResolver } from './metrics/deployment-rate.resolver.js';
import { LeadTimeResolver } from './metrics/lead-time.resolver.js';
import { RecoveryTimeResolver } from './metrics/recovery-time.resolver.js';
import { ScrapRateResolver } from './metrics/scrap-rate.resolver.js';
import { IdentityResolver } from './people/identity.resolver.js';
import { PeopleResolver } from './people/people.resolver.js';
import { ViewerResolver } from './people/viewer.resolver.js';
import { refuseBombs, refuseDeepText } from './query-limits.js';
import { ReportResolver, ReportsResolver } from './reports/report.resolver.js';
import { DateTime } from './schema/date-time.js';
import { SourceStore } from './sources/source-store.js';
import { DeliveryResolver, SourcesResolver } from './sources/sources.resolver.js';
import { StreamsResolver } from './streams/streams.resolver.js';
import {
  EdgeVisitsResolver,
  OneOfStreamResolver,
  StepVisitsResolver,
  VisitTimelineResolver,
} from './streams/visits.resolver.js';
import { Drafting } from './workshop/drafting.js';
import { Room } from './workshop/room.js';
import { admitSocket } from './workshop/sockets.js';
import { WorkshopsResolver } from './workshop/workshops.resolver.js';

const graphql: MercuriusDriverConfig = {
  driver: MercuriusDriver,
  autoSchemaFile: true,
  sortSchema: true,
  graphiql: true,
  errorFormatter: formatErrors(new Logger('GraphQL')),
  // Put on the request by the guard before the API.
  context: (request: unknown): CallerContext => ({
    principal: (request as { principal?: Principal }).principal,
  }),
  // A connection that went away without a word is noticed by both sides.
  subscription: { context: admitSocket, keepAlive: 10_000 },
  // A whole workshop is brought back as one text.
  additionalRouteOptions: { bodyLimit: 10 * 1024 * 1024 },
  hooks: {
    preParsing: async (_schema: unknown, text: string) => refuseDeepText(text),
    preSubscriptionParsing: async (_schema: unknown, text: string) => refuseDeepText(text),
    // Unlike a query, a subscription has not been held against the schema by then.
    preSubscriptionExecution: async (schema: GraphQLSchema, document: DocumentNode) => {
      const [mistake] = validate(schema, document, undefined, { maxErrors: 1 });
      if (mistake) throw mistake;
      refuseBombs(document);
    },
    preExecution: async (_schema: unknown, document: DocumentNode, context: unknown, variables: unknown) => {
      guardMutations(document, context as CallerContext);
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
    {
      provide: StreamDoor,
      inject: [POOL, MetricDoor],
      useFactory: (pool: Pool, door: MetricDoor) => new StreamDoor(pool, door),
    },
    {
      provide: PeopleRegister,
      inject: [POOL, CLOCK, INTERPRETER, PROJECTOR],
      useFactory: (pool: Pool, clock: Clock, interpreter: Interpreter, projector: Projector) =>
        new PeopleRegister({ pool, clock, interpreter, projector }),
    },
    DateTime,
    Changes,
    Deployments,
    Handoffs,
    HandoffsResolver,
    HandoffTimelineResolver,
    WaitingTimelineResolver,
    SourceStore,
    LedgerStore,
    Findings,
    FindingsResolver,
    FindingsOfChangeResolver,
    PciEvidenceResolver,
    AuditDesk,
    StoryResolver,
    AuditReadingsResolver,
    Controls,
    ControlsResolver,
    ViewerResolver,
    FlowResolver,
    LeadTimeResolver,
    ScrapRateResolver,
    DeploymentFrequencyResolver,
    DeploymentRateResolver,
    RecoveryTimeResolver,
    ChangesResolver,
    ChangeResolver,
    UnlinkedResolver,
    DeploymentsResolver,
    SourcesResolver,
    LedgerResolver,
    DeliveryResolver,
    PeopleResolver,
    IdentityResolver,
    ReportsResolver,
    ReportResolver,
    AuditResolver,
    EnvironmentResolver,
    StreamsResolver,
    OneOfStreamResolver,
    StepVisitsResolver,
    EdgeVisitsResolver,
    VisitTimelineResolver,
    Items,
    ItemsResolver,
    Room,
    Drafting,
    WorkshopsResolver,
  ],
})
export class ApiModule {}
