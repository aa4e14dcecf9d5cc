import { together } from './rows.js';

/**
 * Works through the parts of a transaction, two at a time: while the database writes one, the next is computed. When one
 * fails, the other is waited for; it fails with its next statement, as all in that transaction do.
 *
 * @returns what came of each, in order.
 * @throws what made the first of them fail.
 */
export const overlapped = async <T, R>(parts: readonly T[], work: (part: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const waiting = parts.entries();
  const lane = async (): Promise<void> => {
    for (const [i, part] of waiting) results[i] = await work(part);
  };
  await together([lane(), lane()]);
  return results;
};
