import { inParts } from '../../support/in-parts.js';
import { overlapped } from '../../support/overlapped.js';
import type { Db } from '../../support/rows.js';
import { syncGroups } from '../../support/sync-rows.js';
import { closedAt, type Path } from './path.js';

const TARGET = {
  table: 'path',
  columns: ['item', 'kind', 'title', 'type', 'repo', 'teams', 'first_at', 'last_at', 'closed_at', 'moments'],
  key: ['item'],
};

const ITEMS_AT_ONCE = 500;

/** Writes the paths of these items; those that are as they were are left alone, and a path without moments goes. */
export const writePaths = async (db: Db, paths: readonly Path[]): Promise<void> => {
  await overlapped(inParts(paths, ITEMS_AT_ONCE), (some) =>
    syncGroups(
      db,
      { target: TARGET, column: 'item', values: some.map(({ item }) => item) },
      some.filter(({ moments }) => moments.length > 0).map(rowOf),
    ),
  );
};

const rowOf = ({ item, kind, title, type, repo, moments }: Path) => {
  const closed = closedAt(moments);
  const instant = (at: number): string => new Date(at).toISOString();
  return {
    item,
    kind,
    title: title ?? null,
    type: type ?? null,
    repo: repo ?? null,
    teams: [...new Set(moments.flatMap(({ team }) => team ?? []))].sort(),
    first_at: instant(moments[0]!.at),
    last_at: instant(moments.at(-1)!.at),
    closed_at: closed === undefined ? null : instant(closed),
    moments: JSON.stringify(moments),
  };
};
