import { randomUUID } from 'node:crypto';
import { getQueueToken } from '@nestjs/bullmq';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { ConfiguredSources } from '../access/configured-sources.js';
import { registerAccess } from '../access/http.js';
import { loadKey } from '../access/seal.js';
import { Tokens } from '../access/tokens.js';
import { registerAuditExport } from '../api/audit/export-http.js';
import { registerAuditPack } from '../api/audit/pack-http.js';
import { registerReadings } from '../api/readings.js';
import { registerBoardExports } from '../api/workshop/board-http.js';
import { AppModule, type Role } from '../app.module.js';
import { Certificates } from '../sources/intake/certificates.js';
import { confirmByVisit } from '../sources/intake/confirm.js';
import { GroupCommit } from '../sources/intake/group-commit.js';
import { registerIntake } from '../sources/intake/http.js';
import { RefusedCounter } from '../sources/intake/refused.js';
import { Presence } from '../sources/intake/watch.js';
import { findSource } from '../sources/registry.js';
import { createPool } from '../support/pool.js';
import { registerDashboard } from './dashboard.js';
import { registerHealth } from './health.js';
import { INTERPRET, Nudge, REPORT } from './jobs.js';
import { migrateJobs } from './migrate-jobs.js';
import { registerReportFiles } from './report-files.js';
import type { Runtime } from './runtime.js';
import { openServerParts, type ServerParts } from './server-parts.js';

export interface Application {
  /** Where it listens, `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly parts: ServerParts;
  close(): Promise<void>;
}

/** Statements that may be under way for the intake; see GroupCommit. */
const INTAKE_CONNECTIONS = 2;
/** Questions that may be answered at once. */
const READINGS = 16;

/** Builds the application for a role on top of the runtime and lets it listen. Closing it leaves the runtime open. */
export const startApplication = async (runtime: Runtime, role: Role): Promise<Application> => {
  const { config } = runtime;
  if (!config.redisUrl) await migrateJobs(runtime.databaseUrl);
  const parts = await openServerParts(runtime);
  const adapter = new FastifyAdapter({
    bodyLimit: 1024 * 1024,
    logger: false,
    trustProxy: config.publicUrl !== undefined,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(runtime, parts, role),
    adapter,
    {
      logger: logger(config.logLevel),
      abortOnError: false,
    },
  );
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  registerHealth(fastify, runtime.pool);
  const intake =
    role === 'worker' ? undefined : await registerHttp(fastify, app, { ...runtime, reports: parts.reports });
  await app.listen(config.port, config.host);
  return {
    url: await listeningUrl(app),
    parts,
    close: async () => {
      await app.close();
      await intake?.close();
      await parts.close();
    },
  };
};

const registerHttp = async (
  fastify: FastifyInstance,
  app: NestFastifyApplication,
  runtime: Runtime & Pick<ServerParts, 'reports'>,
): Promise<{ close(): Promise<void> }> => {
  const { config, pool, clock } = runtime;
  const intakePool = createPool(runtime.databaseUrl, INTAKE_CONNECTIONS);
  const readingPool = createPool(runtime.databaseUrl, READINGS);
  registerReadings(fastify, readingPool);
  const nudge = (queue: string) => new Nudge(app.get<Queue>(getQueueToken(queue)), () => {});
  const [interpreting, reporting] = [nudge(INTERPRET), nudge(REPORT)];
  runtime.reports.onRequest(reporting.now);
  const refused = new RefusedCounter(pool, clock);
  const configured = new ConfiguredSources(pool, await loadKey(config), clock);
  const secureCookies = config.publicUrl?.startsWith('https:') ?? false;
  registerAccess(fastify, { tokens: new Tokens(pool, clock), secureCookies });
  registerReportFiles(fastify, runtime.reports);
  registerAuditExport(fastify, { pool, readModels: runtime.readModels, clock, readingPool });
  registerBoardExports(fastify, pool, clock);
  registerAuditPack(fastify, runtime);
  await registerIntake(fastify, {
    find: async (name) => {
      const found = await configured.find(name);
      const source = found && findSource(found.system);
      return source && { name, source, secret: found.secret };
    },
    store: new GroupCommit(intakePool, interpreting.now),
    refused,
    certificates: new Certificates(clock),
    confirm: confirmByVisit,
    clock,
    publicUrl: config.publicUrl,
  });
  const presence = new Presence(pool, clock, randomUUID());
  await presence.start();
  await registerDashboard(fastify);
  return {
    close: async () => {
      interpreting.stop();
      reporting.stop();
      presence.stop();
      await refused.write();
      await intakePool.end();
      await readingPool.end();
    },
  };
};

const listeningUrl = async (app: NestFastifyApplication): Promise<string> =>
  (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');

/** Lines for a person on a terminal, JSON for a machine. */
const logger = (level: Runtime['config']['logLevel']): ConsoleLogger => {
  const levels = ['error', 'warn', 'log', 'debug'] as const;
  const shown = process.stdout.isTTY ? (level === 'log' ? 'warn' : level) : level;
  return new ConsoleLogger({
    json: !process.stdout.isTTY,
    logLevels: levels.slice(0, levels.indexOf(shown) + 1),
    prefix: 'throughline',
  });
};
