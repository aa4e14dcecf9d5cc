import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Interpreter } from '../../sources/intake/interpreter.js';
import { INTERPRETER } from '../../support/tokens.js';
import { INTERPRET, Nudge, PROJECT, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** Reads what waits in the inbox. */
@Processor(INTERPRET, WORKER)
export class InterpretProcessor extends Ticking implements OnApplicationShutdown {
  private readonly nudge: Nudge;

  constructor(
    @Inject(INTERPRETER) private readonly interpreter: Interpreter,
    @InjectQueue(PROJECT) projections: Queue,
  ) {
    super('interpret');
    this.nudge = new Nudge(projections, (trouble) => this.complaints.note(trouble));
  }

  protected async work(): Promise<void> {
    while ((await this.interpreter.interpretBatch()) > 0) this.nudge.now();
  }

  onApplicationShutdown(): void {
    this.nudge.stop();
  }
}
