import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger } from '@nestjs/common';
import type { Ledger } from '../../ledger/ledger.js';
import { LEDGER } from '../../support/tokens.js';
import { CHECK, WORKER } from '../jobs.js';
import { Complaints } from './complaints.js';

/** Holds the store to the ledger, day by day, and raises its voice when something was altered. */
@Processor(CHECK, WORKER)
export class CheckProcessor extends WorkerHost {
  private readonly logger = new Logger('ledger');
  private readonly complaints = new Complaints(this.logger);

  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {
    super();
  }

  async process(): Promise<void> {
    const verification = await this.ledger.verifyIfDue();
    this.complaints.clear();
    const [first] = verification?.findings ?? [];
    if (!verification || !first) return;
    const { where, which, what } = first;
    this.logger.error(
      `${verification.count} things are not as the service wrote them, first ${where} ${which}: ${what} throughline ledger verify lists them.`,
    );
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
