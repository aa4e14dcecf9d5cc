import { loadTeams, withTeams } from '../../projections/handoffs/teams-then.js';
import { readChangeMoments, readTicketMoments } from '../../projections/paths/read-told-moments.js';
import { possessionAt, type ToldMoment } from '../../projections/paths/told-moment.js';
import type { Db } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import { readIn } from '../read.js';
import { asksChanges } from './definition.js';
import { retrace, type VisitEvidence, type Walk } from './retrace.js';
import type { StreamAnswer } from './stream-door.js';

/** What is read of an item only when its visits are looked at. */
export interface ItemDetails {
  readonly title: string | null;
  /** Of each of its visits, and of the wait before it was finished. */
  readonly visits: readonly VisitEvidence[];
}

type Details = ReadonlyMap<string, ItemDetails>;

interface ItemRow {
  readonly item: string;
  readonly title: string | null;
  readonly repo: string | null;
}

/** What the events of the items of a page say of their visits: read for all of them together. */
export const readDetails = (answer: StreamAnswer, items: readonly string[]): Promise<Details> => {
  const { pool, schema } = answer.asked.reads;
  return readIn(pool, schema, async (db) => {
    const { rows } = await db.query<ItemRow>(
      sql`select p.item, p.title, p.repo from path p where p.item = any(${[...new Set(items)]}) order by p.item`,
    );
    return detailsOf(db, answer, rows, await readMoments(db, answer, rows));
  });
};

/** In the order of the items. */
export const readTitles = (answer: StreamAnswer, items: readonly string[]): Promise<(string | null)[]> => {
  const { pool, schema } = answer.asked.reads;
  return readIn(pool, schema, async (db) => {
    const { rows } = await db.query<Pick<ItemRow, 'item' | 'title'>>(
      sql`select p.item, p.title from path p where p.item = any(${items})`,
    );
    const titles = new Map(rows.map(({ item, title }) => [item, title]));
    return items.map((item) => titles.get(item) ?? null);
  });
};

const readMoments = (
  db: Db,
  { asked: { scope, kept, reads } }: StreamAnswer,
  rows: readonly ItemRow[],
): Promise<ReadonlyMap<string, readonly ToldMoment[]>> => {
  const { upTo } = reads;
  if (scope.kind === 'CHANGE') {
    const changes = rows.flatMap(({ item, repo }) => (repo === null ? [] : [{ item, repo }]));
    return readChangeMoments(db, changes, { upTo });
  }
  const withChanges = kept !== undefined && asksChanges(kept.definition);
  return readTicketMoments(
    db,
    rows.map(({ item }) => item),
    { upTo, withChanges },
  );
};

const detailsOf = async (
  db: Db,
  { asked: { scope, kept, environment } }: StreamAnswer,
  rows: readonly ItemRow[],
  moments: ReadonlyMap<string, readonly ToldMoment[]>,
): Promise<Details> => {
  const walk: Walk = { kind: scope.kind, definition: kept?.definition, environment };
  const to = scope.to.getTime();
  const told = rows.map(({ item }) => (moments.get(item) ?? []).filter(({ moment }) => moment.at < to));
  const possessions = told.map((some) => some.map(possessionAt));
  const teamThen = await loadTeams(db, possessions.flat());
  return new Map(
    rows.map(({ item, title }, i) => [
      item,
      { title, visits: retrace(walk, item, told[i]!, withTeams(possessions[i]!, teamThen)) },
    ]),
  );
};
