import { Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../../support/errors.js';
import { DUE_PULLS } from '../../support/tokens.js';
import { PULL, WORKER } from '../jobs.js';
import type { DuePulls } from '../pulls.js';
import { Ticking } from './ticking.js';

/** Reads the systems that keep what happened. */
@Processor(PULL, WORKER)
export class PullProcessor extends Ticking implements OnApplicationShutdown {
  private readonly ending = new AbortController();

  constructor(@Inject(DUE_PULLS) private readonly pulls: DuePulls) {
    super('pull');
  }

  protected async work(): Promise<void> {
    await this.pulls.run(this.ending.signal, (name, thrown) =>
      this.logger.warn(`${name}: ${messageOf(thrown)}`),
    );
  }

  onApplicationShutdown(): void {
    this.ending.abort();
  }
}
