import { setTimeout as sleep } from 'node:timers/promises';
import type { Projector } from '../projections/projector.js';

const BETWEEN_LOOKS_MS = 20;

/**
 * Does the work, which records events, and meanwhile folds what is recorded already: the database works on both at once.
 * What was recorded last may still be unfolded at the end.
 */
export const whileFolding = async <T>(
  projector: Pick<Projector, 'projectBatch'>,
  work: () => Promise<T>,
): Promise<T> => {
  let isOver = false;
  const fold = async (): Promise<void> => {
    while (!isOver) {
      if ((await projector.projectBatch()) === 0) await sleep(BETWEEN_LOOKS_MS);
    }
  };
  const folding = fold();
  // What fails is told when the work is done.
  folding.catch(() => {});
  try {
    return await work();
  } finally {
    isOver = true;
    await folding;
  }
};
