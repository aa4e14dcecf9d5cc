import type { Projector } from '../projections/projector.js';

/** Folds what is recorded already while the next deliveries are read: the database works on both at once. */
export class FoldingMeanwhile {
  private folding: Promise<unknown> = Promise.resolve();

  constructor(private readonly projector: Pick<Projector, 'projectBatch'>) {}

  /** Waits for the batch before, and lets the next follow it. @throws what made the batch before fail. */
  next(): Promise<unknown> {
    const before = this.folding;
    this.folding = before.then(() => this.projector.projectBatch());
    // What fails is told when it is awaited, not while the next deliveries are read.
    this.folding.catch(() => {});
    return before;
  }

  async end(): Promise<void> {
    await this.folding;
  }
}
