import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../../support/errors.js';
import { DUE_PULLS } from '../../support/tokens.js';
import { PULL } from '../jobs.js';
import type { DuePulls } from '../pulls.js';
import { Complaints } from './complaints.js';

/** Reads the systems that keep what happened. */
@Processor(PULL, { concurrency: 1 })
export class PullProcessor extends WorkerHost implements OnApplicationShutdown {
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
