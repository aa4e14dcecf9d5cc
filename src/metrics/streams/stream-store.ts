import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';
import { UserError } from '../../support/errors.js';
import { type Db, inTransaction, writeRows } from '../../support/rows.js';
import { raw, sql } from '../../support/sql.js';
import type { StreamDefinition } from './definition.js';
import { readStreams } from './read-definition.js';

/** A version of a stream's definition, as somebody applied it. */
export interface KeptStream {
  readonly definition: StreamDefinition;
  readonly text: string;
  readonly version: number;
  readonly recordedAt: Date;
  readonly saidBy: string;
}

type Row = {
  readonly name: string;
  readonly version: number;
  readonly recorded_at: Date;
  readonly said_by: string;
  readonly gone: boolean;
  readonly text: string;
};

const kept = ({ name, version, recorded_at, said_by, text }: Row): KeptStream => ({
  definition: readStreams(name, text)[0]!.definition,
  text,
  version,
  recordedAt: recorded_at,
  saidBy: said_by,
});

const newest = async (db: Db, asOf: Date | null | undefined, name?: string): Promise<Row[]> => {
  const { rows } = await db.query<Row>(sql`
    select distinct on (v.name) v.name, v.version, v.recorded_at, v.said_by, v.gone, v.text
    from throughline.value_stream v
    where ${asOf ? sql`v.recorded_at <= ${asOf}` : raw('true')} and ${name === undefined ? raw('true') : sql`v.name = ${name}`}
    order by v.name, v.version desc`);
  return rows.filter(({ gone }) => !gone);
};

/** The streams that were known at a recording time (default: now), by name. */
export const listStreams = async (db: Db, asOf?: Date | null): Promise<KeptStream[]> =>
  (await newest(db, asOf)).map(kept);

/** @throws UserError `UNKNOWN_STREAM` */
export const findStream = async (db: Db, name: string, asOf?: Date | null): Promise<KeptStream> => {
  const [row] = await newest(db, asOf, name);
  if (row) return kept(row);
  throw new UserError(
    `There is no stream ${JSON.stringify(name)}${asOf ? ` at ${asOf.toISOString()}` : ''}: "throughline stream list" and "valueStreams" tell which there are.`,
    'UNKNOWN_STREAM',
  );
};

/** Every version of one stream, the newest first. */
export const streamVersions = async (db: Db, name: string, asOf?: Date | null): Promise<KeptStream[]> => {
  const { rows } = await db.query<Row>(sql`
    select v.name, v.version, v.recorded_at, v.said_by, v.gone, v.text from throughline.value_stream v
    where v.name = ${name} and not v.gone and ${asOf ? sql`v.recorded_at <= ${asOf}` : raw('true')}
    order by v.version desc`);
  return rows.map(kept);
};

interface Applied {
  readonly text: string;
  /** What the text is called in sentences. */
  readonly file: string;
  readonly by: string;
}

/**
 * Lets the streams of a text hold from now on; the versions before are kept. One that says nothing new is left as it is.
 *
 * @returns each stream of the text as it holds now.
 * @throws UserError `BAD_STREAM`; then nothing is stored.
 */
export const applyStreams = async (
  pool: Pool,
  clock: Clock,
  { text, file, by }: Applied,
): Promise<KeptStream[]> => {
  const streams = readStreams(file, text);
  return inTransaction(pool, async (db) => {
    await lockStreams(db);
    const recordedAt = clock.now();
    const told = [];
    for (const { definition, text: own } of streams)
      told.push(await tell(db, { name: definition.name, text: own, by, recordedAt, gone: false }));
    return told;
  });
};

/** Takes a stream back: from now on there is none of that name, but what was asked as of earlier stays. */
export const withdrawStream = async (
  pool: Pool,
  clock: Clock,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<void> => {
  await inTransaction(pool, async (db) => {
    await lockStreams(db);
    const { text } = await findStream(db, name);
    await tell(db, { name, text, by, recordedAt: clock.now(), gone: true });
  });
};

const lockStreams = async (db: Db): Promise<void> => {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('throughline.value_stream', 0))`);
};

interface Telling {
  readonly name: string;
  readonly text: string;
  readonly by: string;
  readonly recordedAt: Date;
  readonly gone: boolean;
}

const tell = async (db: Db, { name, text, by, recordedAt, gone }: Telling): Promise<KeptStream> => {
  const { rows } = await db.query<Row>(
    sql`select * from throughline.value_stream v where v.name = ${name} order by v.version desc limit 1`,
  );
  const [before] = rows;
  if (before && before.text === text && before.gone === gone) return kept(before);
  const row: Row = {
    name,
    version: (before?.version ?? 0) + 1,
    recorded_at: recordedAt,
    said_by: by,
    gone,
    text,
  };
  const columns = ['name', 'recorded_at', 'version', 'said_by', 'gone', 'text'];
  const target = { table: 'throughline.value_stream', columns, key: ['name', 'version'] };
  await writeRows(db, { ...target, conflict: 'ignore' }, [row]);
  return kept(row);
};
