import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Queue } from 'bullmq';
import type { Pool } from 'pg';
import { Projector } from '../projections/projector.js';
import { upgradeReadModels } from '../projections/upgrade.js';
import { Interpreter } from '../sources/intake/interpreter.js';
import { messageOf } from '../support/errors.js';
import { DUE_PULLS, INTERPRETER, POOL, PROJECTOR } from '../support/tokens.js';
import { INTERPRET, Nudge, PROJECT, PULL, scheduleTick } from './jobs.js';
import type { DuePulls } from './pulls.js';

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

const PULL_TICK_MS = 30_000;

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

/** Reads the systems that keep what happened. */
@Processor(PULL, { concurrency: 1 })
class PullProcessor extends WorkerHost implements OnApplicationShutdown {
  private readonly logger = new Logger('pull');
  private readonly complaints = new Complaints(this.logger);
  private readonly ending = new AbortController();

  constructor(@Inject(DUE_PULLS) private readonly pulls: DuePulls) {
    super();
  }

  async process(): Promise<void> {
    await this.pulls.run(this.ending.signal, (name, thrown) =>
      this.logger.warn(`${name}: ${messageOf(thrown)}`),
    );
    this.complaints.clear();
  }

  @OnWorkerEvent('error')
  onError(trouble: Error): void {
    this.complaints.note(trouble);
  }

  onApplicationShutdown(): void {
    this.ending.abort();
  }
}

/** Keeps the queues ticking, so that nothing waits for longer than a few seconds after a crash. */
class Ticks implements OnModuleInit {
  private readonly complaints = new Complaints(new Logger('jobs'));

  constructor(
    @InjectQueue(INTERPRET) private readonly interpret: Queue,
    @InjectQueue(PROJECT) private readonly project: Queue,
    @InjectQueue(PULL) private readonly pull: Queue,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const queue of [this.interpret, this.project, this.pull]) {
      queue.on('error', (trouble: Error) => this.complaints.note(trouble));
    }
    await scheduleTick(this.interpret);
    await scheduleTick(this.project);
    await scheduleTick(this.pull, PULL_TICK_MS);
  }
}

/** After an upgrade: makes the read models again, while the old ones answer. */
class Upgrade implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('upgrade');
  private running: Promise<void> | undefined;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  onApplicationBootstrap(): void {
    this.running = this.upgrade();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async upgrade(): Promise<void> {
    try {
      const upgraded = await upgradeReadModels(this.pool);
      if (upgraded) this.logger.log('The read models were made again for this version.');
    } catch (trouble) {
      this.logger.error(`The read models are still of an older version: ${messageOf(trouble)}`);
    }
  }
}

@Module({ providers: [InterpretProcessor, ProjectProcessor, PullProcessor, Ticks, Upgrade] })
export class WorkerModule {}
