import { type Db, type Row, type Target, together, writeRows } from '../support/rows.js';
import { deleteRows } from '../support/sync-rows.js';
import type { Changed } from './projection.js';

interface Folded {
  readonly changed: readonly Changed<Row>[];
  /** Whether a row that was not there before the fold is known to be new, since one projector folds at a time. */
  readonly areNew: boolean;
}

/** Deletes the rows that are no more after a fold, and writes those that came or differ. */
export const writeFolded = async (
  db: Db,
  target: Omit<Target, 'conflict'>,
  { changed, areNew }: Folded,
): Promise<void> => {
  const gone = changed.flatMap(({ before, after }) => (before && !after ? [before] : []));
  const come = changed.flatMap(({ before, after }) => (!before && after ? [after] : []));
  const differing = changed.flatMap(({ before, after }) => (before && after ? [after] : []));
  await deleteRows(db, target, gone);
  await together([
    writeRows(db, { ...target, conflict: areNew ? 'none' : 'replace' }, come),
    writeRows(db, { ...target, conflict: 'replace' }, differing),
  ]);
};
