import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Interpreter } from '../../sources/intake/interpreter.js';
import { INTERPRETER } from '../../support/tokens.js';
import { INTERPRET, Nudge, PROJECT } from '../jobs.js';
import { Complaints } from './complaints.js';

/** Reads what waits in the inbox. */
@Processor(INTERPRET, { concurrency: 1 })
export class InterpretProcessor extends WorkerHost implements OnApplicationShutdown {
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
