import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from './api/api.module.js';
import { CoreModule } from './bootstrap/core.module.js';
import { jobConnection, QUEUES } from './bootstrap/jobs.js';
import type { Runtime } from './bootstrap/runtime.js';
import type { ServerParts } from './bootstrap/server-parts.js';
import { WorkerModule } from './bootstrap/worker.module.js';

export type Role = 'all' | 'api' | 'worker';

/** The only place that knows all slices. */
@Module({})
export class AppModule {
  static with(runtime: Runtime, parts: ServerParts, role: Role): DynamicModule {
    const queues = BullModule.registerQueue(...QUEUES.map((name) => ({ name })));
    return {
      module: AppModule,
      imports: [
        CoreModule.with(runtime, parts),
        BullModule.forRoot({ connection: jobConnection(runtime.config, runtime.databaseUrl) }),
        { ...queues, global: true },
        ...(role === 'worker' ? [] : [ApiModule]),
        ...(role === 'api' ? [] : [WorkerModule]),
      ],
    };
  }
}
