import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import type { Principal } from '../../src/access/tokens.js';
import { ApiModule } from '../../src/api/api.module.js';
import { keysOf, onlyLinks } from '../../src/projections/keys.js';
import { Projector } from '../../src/projections/projector.js';
import { ReadModels } from '../../src/projections/read-models.js';
import { Interpreter } from '../../src/sources/intake/interpreter.js';
import { findSource } from '../../src/sources/registry.js';
import { systemClock } from '../../src/support/clock.js';
import { CLOCK, INTERPRETER, POOL, PROJECTOR, READ_MODELS, REPORTS } from '../../src/support/tokens.js';
import { openTestReports } from '../support/reports.js';

export interface GraphQLAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they asked for
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

export interface TestApi {
  readonly schema: GraphQLSchema;
  readonly app: NestFastifyApplication;
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphQLAnswer>;
  close(): Promise<void>;
}

const ADMINISTRATOR: Principal = { name: 'administrator', role: 'admin' };

/** The API on a database, with nothing else of the application; every question is asked by `principal`. */
export const startApi = async (pool: Pool, principal: Principal = ADMINISTRATOR): Promise<TestApi> => {
  const interpreter = new Interpreter(pool, { clock: systemClock, keysOf, onlyLinks, findSource });
  const providers = [
    { provide: POOL, useValue: pool },
    { provide: READ_MODELS, useValue: new ReadModels(pool, systemClock) },
    { provide: CLOCK, useValue: systemClock },
    { provide: INTERPRETER, useValue: interpreter },
    { provide: PROJECTOR, useValue: new Projector(pool) },
    { provide: REPORTS, useValue: openTestReports(pool) },
  ];
  const core = { module: class Core {}, global: true, providers, exports: providers };
  @Module({ imports: [core, ApiModule] })
  class TestModule {}
  const app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), {
    logger: false,
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request) => {
      Object.assign(request, { principal });
    });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    schema: app.get(GraphQLSchemaHost).schema,
    app,
    ask: async (query, variables) => {
      const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } });
      return { status: response.statusCode, ...(response.json() as Omit<GraphQLAnswer, 'status'>) };
    },
    close: () => app.close(),
  };
};

/** The data of a question about a filter, which has to be answered. */
export const answered = async (
  api: TestApi,
  query: string,
  filter: Readonly<Record<string, unknown>>,
): Promise<GraphQLAnswer['data']> => {
  const { data, errors } = await api.ask(`query ($filter: FlowFilter!) { ${query} }`, { filter });
  expect(errors).toBeUndefined();
  return data;
};
