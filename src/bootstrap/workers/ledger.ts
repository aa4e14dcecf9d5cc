import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger } from '@nestjs/common';
import type { Ledger } from '../../ledger/ledger.js';
import { LEDGER } from '../../support/tokens.js';
import { LOG } from '../jobs.js';
import { Complaints } from './complaints.js';

/** Appends to the ledger what was recorded since the last tick; each append signs a checkpoint, so few are better. */
@Processor(LOG, { concurrency: 1 })
export class LedgerProcessor extends WorkerHost {
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
