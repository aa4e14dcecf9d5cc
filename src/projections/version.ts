import type { Db } from '../support/rows.js';

/** Raise it with every change by which the same events give other rows or other keys, also with every new read model. */
export const FOLD_VERSION = 8;

/** The version is written on the schema itself, so that it is renamed together with what it tells of. */
export const foldVersionOf = async (db: Db, schema: string): Promise<number> => {
  const { rows } = await db.query<{ version: string | null }>(
    `select obj_description($1::regnamespace, 'pg_namespace') as version`,
    [schema],
  );
  return Number(rows[0]?.version ?? 1);
};

export const markFoldVersion = async (db: Db, schema: string): Promise<void> => {
  await db.query(`comment on schema ${schema} is '${FOLD_VERSION}'`);
};
