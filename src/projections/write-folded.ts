import { type Db, type Row, type Target, together, writeRows } from '../support/rows.js';
import type { Changed } from './projection.js';

/**
 * Writes the rows that are there after a fold. Of one that was not there before it is known that it is new: one projector
 * folds at a time.
 */
export const writeFolded = async (
  db: Db,
  target: Omit<Target, 'conflict'>,
  changed: readonly Changed<Row>[],
): Promise<void> => {
  const written = changed.filter(({ after }) => after);
  await together([
    writeRows(db, { ...target, conflict: 'none' }, rowsOf(written.filter(({ before }) => !before))),
    writeRows(db, { ...target, conflict: 'replace' }, rowsOf(written.filter(({ before }) => before))),
  ]);
};

const rowsOf = (changed: readonly Changed<Row>[]): Row[] =>
  changed.flatMap(({ after }) => (after ? [after] : []));
