import type { Db } from '../support/rows.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { parseVkey } from './note.js';
import { inclusionPath } from './paths.js';
import { hashesOf } from './tiles.js';

/** A checkpoint with the text that was signed. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string;
}

export interface LastVerification {
  readonly at: Date;
  readonly size: number;
  readonly findings: number;
  readonly first_finding: string | null;
  /** The first leaf that it looked at; 0: it was of the whole store. */
  readonly first_leaf: number;
}

/** The log's verifier key, or undefined as long as it has none. */
export const readVkey = async (db: Db): Promise<string | undefined> => {
  const { rows } = await db.query<{ vkey: string }>('select vkey from throughline.ledger_key limit 1');
  return rows[0]?.vkey;
};

/** Checkpoints, the newest first, below a size. */
export const readCheckpoints = async (
  db: Db,
  vkey: string,
  { first, below }: { readonly first: number; readonly below?: number },
): Promise<SignedCheckpoint[]> => {
  const { rows } = await db.query<{ note: string }>(
    `select note from throughline.ledger_checkpoint where $1::bigint is null or size < $1
     order by size desc limit $2`,
    [below ?? null, first],
  );
  const verifier = parseVkey(vkey);
  return rows.map(({ note }) => ({ ...openCheckpoint(note, verifier), note }));
};

/** From a leaf to the root of a tree of this size, which the log has reached. */
export const readPath = (db: Db, index: number, size: number): Promise<Buffer[]> =>
  hashesOf(db, inclusionPath(index, { from: 0, to: size }));

export const readLastVerification = async (db: Db): Promise<LastVerification | undefined> =>
  (await readVerifications(db, 'order by at desc limit 1'))[0];

/** The newest check that found something, until one of the whole store finds everything in order again. */
export const readAlarm = async (db: Db): Promise<LastVerification | undefined> =>
  (
    await readVerifications(
      db,
      `where findings > 0 and at > coalesce(
         (select max(at) from throughline.ledger_verification where findings = 0 and first_leaf = 0), '-infinity')
       order by at desc limit 1`,
    )
  )[0];

type VerificationRow = Omit<LastVerification, 'size' | 'first_leaf'> & { size: string; first_leaf: string };

const readVerifications = async (db: Db, which: string): Promise<LastVerification[]> => {
  const { rows } = await db.query<VerificationRow>(
    `select at, size, findings, first_finding, first_leaf from throughline.ledger_verification ${which}`,
  );
  return rows.map((row) => ({ ...row, size: Number(row.size), first_leaf: Number(row.first_leaf) }));
};

export const countCheckpoints = async (db: Db): Promise<number> => {
  const { rows } = await db.query<{ count: string }>('select count(*) from throughline.ledger_checkpoint');
  return Number(rows[0]!.count);
};

/** The last leaf of what was recorded at or before a time. */
export const newestLeafUntil = async (
  db: Db,
  recordedAt: Date,
): Promise<{ readonly index: number; readonly eventId: string } | undefined> => {
  const { rows } = await db.query<{ index: string; event_id: string }>(
    `select l.index, l.event_id from throughline.event e
     join throughline.ledger_leaf l on l.event_id = e.id and l.digest = e.digest
     where e.recorded_at = (select max(recorded_at) from throughline.event where recorded_at <= $1)
     order by l.index desc limit 1`,
    [recordedAt],
  );
  return rows[0] && { index: Number(rows[0].index), eventId: rows[0].event_id };
};

/** The size of the first checkpoint that holds a leaf. */
export const earliestSizeBeyond = async (db: Db, index: number): Promise<number | undefined> => {
  const { rows } = await db.query<{ size: string }>(
    'select size from throughline.ledger_checkpoint where size > $1 order by size limit 1',
    [index],
  );
  return rows[0] && Number(rows[0].size);
};
