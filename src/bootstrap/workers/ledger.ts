import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Ledger } from '../../ledger/ledger.js';
import type { Projector } from '../../projections/projector.js';
import type { Clock } from '../../support/clock.js';
import { CLOCK, LEDGER, PROJECTOR } from '../../support/tokens.js';
import { LOG, WORKER } from '../jobs.js';
import { Ticking } from './ticking.js';

/** What was recorded waits no longer for its leaves than this, however much comes in. */
const AT_MOST_MS = 60_000;

/**
 * Appends to the ledger what was recorded since the last tick; each append signs a checkpoint, so few are better. While a
 * log or a history is taken in, somebody waits for its figures: they come first.
 */
@Processor(LOG, WORKER)
export class LedgerProcessor extends Ticking {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super('ledger');
  }

  protected async work(): Promise<void> {
    let appended = 1;
    while (appended > 0 && (await this.isDue())) appended = await this.ledger.appendBatch();
  }

  private async isDue(): Promise<boolean> {
    if (!(await this.projector.isFlooded())) return true;
    const since = await this.ledger.waitingSince();
    return since !== undefined && this.clock.now().getTime() - since.getTime() > AT_MOST_MS;
  }
}
