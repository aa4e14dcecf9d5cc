import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Ledger } from '../../ledger/ledger.js';
import { LEDGER } from '../../support/tokens.js';
import { LOG, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** Appends to the ledger what was recorded since the last tick; each append signs a checkpoint, so few are better. */
@Processor(LOG, WORKER)
export class LedgerProcessor extends Ticking {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {
    super('ledger');
  }

  protected async work(): Promise<void> {
    await this.ledger.appendPending();
  }
}
