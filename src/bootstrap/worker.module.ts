import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Queue } from 'bullmq';
import type { Ledger } from '../ledger/ledger.js';
import { Projector } from '../projections/projector.js';
import { Interpreter } from '../sources/intake/interpreter.js';
import { messageOf } from '../support/errors.js';
import { INTERPRETER, LEDGER, PROJECTOR } from '../support/tokens.js';
import { INTERPRET, LOG, Nudge, PROJECT, scheduleTick } from './jobs.js';

/** Says a trouble once, not every few milliseconds while it lasts. */
class Complaints {
  private last = '';

  constructor(private readonly logger: Logger) {}

  note(trouble: unknown): void {
    const message = messageOf(trouble) || 'The job store cannot be reached.';
    if (message !== this.last) this.logger.warn(message);
    this.last = message;
  }

  clear(): void {
    this.last = '';
  }
}

/** Reads what waits in the inbox. */
@Processor(INTERPRET, { concurrency: 1 })
class InterpretProcessor extends WorkerHost implements OnApplicationShutdown {
  private readonly complaints = new Complaints(new Logger('interpret'));
  private readonly nudge: Nudge;

  constructor(
    @Inject(INTERPRETER) private readonly interpreter: Interpreter,
    @InjectQueue(PROJECT) projections: Queue,
  ) {
    super();
    this.nudge = new Nudge(projections, (trouble) => this.complaints.note(trouble));
  }

  async process(): Promise<void> {
    while ((await this.interpreter.interpretBatch()) > 0) this.nudge.now();
    this.complaints.clear();
  }

  @OnWorkerEvent('error')
  onError(trouble: Error): void {
    this.complaints.note(trouble);
  }

  onApplicationShutdown(): void {
    this.nudge.stop();
  }
}

/** Folds what new events touched. */
@Processor(PROJECT, { concurrency: 1 })
class ProjectProcessor extends WorkerHost {
  private readonly complaints = new Complaints(new Logger('project'));

  constructor(@Inject(PROJECTOR) private readonly projector: Projector) {
    super();
  }

  async process(): Promise<void> {
    await this.projector.projectPending();
    this.complaints.clear();
  }

  @OnWorkerEvent('error')
  onError(trouble: Error): void {
    this.complaints.note(trouble);
  }

  @OnWorkerEvent('failed')
  onFailed(_job: unknown, trouble: Error): void {
    this.complaints.note(trouble);
  }
}

/** Appends to the ledger what was recorded since the last tick; each append signs a checkpoint, so few are better. */
@Processor(LOG, { concurrency: 1 })
class LedgerProcessor extends WorkerHost {
  private readonly complaints = new Complaints(new Logger('ledger'));

  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {
    super();
  }

  async process(): Promise<void> {
    await this.ledger.appendPending();
    this.complaints.clear();
  }

  @OnWorkerEvent('error')
  onError(trouble: Error): void {
    this.complaints.note(trouble);
  }

  @OnWorkerEvent('failed')
  onFailed(_job: unknown, trouble: Error): void {
    this.complaints.note(trouble);
  }
}

/** Keeps all queues ticking, so that nothing waits for longer than a few seconds after a crash. */
class Ticks implements OnModuleInit {
  private readonly complaints = new Complaints(new Logger('jobs'));

  constructor(
    @InjectQueue(INTERPRET) private readonly interpret: Queue,
    @InjectQueue(PROJECT) private readonly project: Queue,
    @InjectQueue(LOG) private readonly log: Queue,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const queue of [this.interpret, this.project, this.log]) {
      queue.on('error', (trouble: Error) => this.complaints.note(trouble));
      await scheduleTick(queue);
    }
  }
}

@Module({ providers: [InterpretProcessor, ProjectProcessor, LedgerProcessor, Ticks] })
export class WorkerModule {}
