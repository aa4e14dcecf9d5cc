import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger } from '@nestjs/common';
import { Projector } from '../../projections/projector.js';
import { PROJECTOR } from '../../support/tokens.js';
import { PROJECT } from '../jobs.js';
import { Complaints } from './complaints.js';

/** Folds what new events touched. */
@Processor(PROJECT, { concurrency: 1 })
export class ProjectProcessor extends WorkerHost {
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
