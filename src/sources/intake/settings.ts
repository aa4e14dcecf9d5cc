import type { Db } from '../../support/rows.js';

/** What persons set for the configured sources, by their names. */
export type Settings = ReadonlyMap<string, unknown>;

export const readSettings = async (db: Db, sources: readonly string[]): Promise<Settings> => {
  const { rows } = await db.query<{ name: string; settings: string }>(
    `select name, settings from throughline.source where name = any($1) and settings <> '{}'`,
    [[...new Set(sources)]],
  );
  return new Map(rows.map(({ name, settings }) => [name, JSON.parse(settings) as unknown]));
};
