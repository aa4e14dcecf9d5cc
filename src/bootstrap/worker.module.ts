import { getQueueToken } from '@nestjs/bullmq';
import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { QUEUES, scheduleTick, TICK_MS } from './jobs.js';
import { CheckProcessor } from './workers/check.js';
import { Complaints } from './workers/complaints.js';
import { InterpretProcessor } from './workers/interpret.js';
import { JudgeProcessor } from './workers/judge.js';
import { LedgerProcessor } from './workers/ledger.js';
import { ProjectProcessor } from './workers/project.js';
import { PullProcessor } from './workers/pull.js';
import { ReportProcessor } from './workers/report.js';
import { Upgrade } from './workers/upgrade.js';

/** Keeps all queues ticking, so that nothing waits for longer than a few seconds after a crash. */
class Ticks implements OnModuleInit {
  private readonly complaints = new Complaints(new Logger('jobs'));

  constructor(private readonly modules: ModuleRef) {}

  async onModuleInit(): Promise<void> {
    for (const name of QUEUES) {
      const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
      queue.on('error', (trouble: Error) => this.complaints.note(trouble));
      await scheduleTick(queue, TICK_MS[name]);
    }
  }
}

@Module({
  providers: [
    {
      provide: Ticks,
      inject: [ModuleRef],
      useFactory: (modules: ModuleRef) => new Ticks(modules),
    },
    InterpretProcessor,
    ProjectProcessor,
    PullProcessor,
    LedgerProcessor,
    CheckProcessor,
    JudgeProcessor,
    ReportProcessor,
    Upgrade,
  ],
})
export class WorkerModule {}
