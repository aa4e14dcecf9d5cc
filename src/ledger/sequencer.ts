import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import { type Db, inTransaction, writeRows } from '../support/rows.js';
import { type Checkpoint, nothingYet, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { leafOf, readLeaf, SALT_BYTES } from './leaf.js';
import { leafHash } from './merkle.js';
import { parseVkey, type Signer } from './note.js';
import { forgedRecording, isAuthentic, type Recording, readPending } from './pending.js';
import { deliveryHashes } from './stored-events.js';
import { edgeOf, readTiles, TileBuilder } from './tiles.js';

/** One sequencer at a time, until it commits. */
const LEDGER_LOCK = 'throughline.ledger';
const LEAVES_PER_BATCH = 5_000;

/** What is written about one leaf, but for its index. */
export interface NewLeaf {
  readonly event_id: string;
  readonly digest: string | null;
  readonly salt: Buffer | null;
  readonly leaf: string;
}

/** Gives every leaf its place, in one transaction for each batch: either all of it stands, signed, or nothing. */
export class Sequencer {
  constructor(
    private readonly pool: Pool,
    private readonly signer: () => Promise<Signer>,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends everything that waits.
   *
   * @returns how many leaves were appended.
   * @throws UserError `LEDGER_ALTERED`, `FORGED_RECORDING`: nothing is signed that the service cannot vouch for.
   */
  async appendPending(): Promise<number> {
    let appended = 0;
    for (let batch = await this.appendBatch(); batch > 0; batch = await this.appendBatch()) appended += batch;
    return appended;
  }

  /** @returns how many leaves were appended; 0 when nothing waited. */
  async appendBatch(): Promise<number> {
    const { rows } = await this.pool.query('select 1 from throughline.recording limit 1');
    if (rows.length === 0) return 0;
    const signer = await this.signer();
    return inTransaction(this.pool, async (db) => {
      await lockLedger(db);
      const recordings = await readPending(db, LEAVES_PER_BATCH);
      const last = recordings.at(-1);
      if (!last) return 0;
      await this.checkRecordings(db, recordings, signer);
      const leaves = await leavesOf(db, recordings);
      await appendLeaves(db, leaves, { signer, at: this.clock.now() });
      await db.query('delete from throughline.recording where recorded_at <= $1', [last.key]);
      return leaves.length;
    });
  }

  /** When the first of what waits was recorded. */
  async waitingSince(): Promise<Date | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      'select min(recorded_at) as at from throughline.recording',
    );
    return rows[0]?.at ?? undefined;
  }

  /** A recording that is older than the log's end was there before: somebody put it back. */
  private async checkRecordings(db: Db, recordings: readonly Recording[], signer: Signer): Promise<void> {
    const verifier = parseVkey(signer.vkey);
    const newest = await newestRecording(db);
    for (const recording of recordings) {
      const isOld = newest !== undefined && recording.recordedAt <= newest;
      if (isOld || !isAuthentic(recording, verifier)) throw forgedRecording(recording.recordedAt);
    }
  }
}

export const lockLedger = async (db: Db): Promise<void> => {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [LEDGER_LOCK]);
};

export const newestRecording = async (db: Db): Promise<string | undefined> => {
  const { rows } = await db.query<{ leaf: string }>(
    'select leaf from throughline.ledger_leaf order by index desc limit 1',
  );
  return rows[0] && readLeaf(rows[0].leaf)?.recordedAt;
};

const leavesOf = async (db: Db, recordings: readonly Recording[]): Promise<NewLeaf[]> => {
  const events = recordings.flatMap((recording) => recording.events);
  const deliveries = await deliveryHashes(
    db,
    events.map(({ deliveryKey }) => deliveryKey),
  );
  const salts = randomBytes(events.length * SALT_BYTES);
  return events.map((event, i) => {
    const salt = salts.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES);
    const deliveryHash = deliveries.get(event.deliveryKey) ?? null;
    const leaf = leafOf({ event, salt, deliveryHash });
    return { event_id: event.id, digest: event.digest, salt, leaf };
  });
};

/** Writes leaves, tiles and the signed checkpoint over them. The caller holds the lock. */
export const appendLeaves = async (
  db: Db,
  leaves: readonly NewLeaf[],
  { signer, at }: { readonly signer: Signer; readonly at: Date },
): Promise<void> => {
  if (leaves.length === 0) return;
  const last = await lastCheckpoint(db, signer);
  const builder = await resume(db, last);
  const rows = leaves.map((leaf, i) => ({ ...leaf, index: last.size + i }));
  for (const { leaf } of leaves) builder.push(leafHash(leaf));
  const written = await writeRows(db, LEAF, rows);
  if (written !== rows.length) throw altered(`leaf ${last.size} is there already`);
  await writeRows(
    db,
    TILE,
    [...builder.takeFull(), ...builder.partial()].map((tile) => ({ ...tile })),
  );
  const checkpoint = { size: builder.size, root: builder.root(), previous: last.size, at: at.toISOString() };
  await db.query('insert into throughline.ledger_checkpoint (size, note) values ($1, $2)', [
    checkpoint.size,
    signCheckpoint(checkpoint, signer),
  ]);
};

const lastCheckpoint = async (db: Db, signer: Signer): Promise<Checkpoint> => {
  const { rows } = await db.query<{ note: string }>(
    'select note from throughline.ledger_checkpoint order by size desc limit 1',
  );
  return rows[0] ? openCheckpoint(rows[0].note, parseVkey(signer.vkey)) : nothingYet(signer.name);
};

const resume = async (db: Db, { size, root }: Checkpoint): Promise<TileBuilder> => {
  const builder = TileBuilder.resume(size, await readTiles(db, edgeOf(size)));
  if (!builder.root().equals(root)) throw altered('its tiles do not make the root that was signed last');
  return builder;
};

const LEAF = {
  table: 'throughline.ledger_leaf',
  columns: ['index', 'event_id', 'digest', 'salt', 'leaf'],
  key: ['index'],
  conflict: 'ignore',
} as const;
const TILE = {
  table: 'throughline.ledger_tile',
  columns: ['level', 'index', 'hashes'],
  key: ['level', 'index'],
  conflict: 'replace',
} as const;

const altered = (what: string): UserError =>
  new UserError(
    `The ledger was altered behind the service's back (${what}), so nothing is appended: throughline ledger verify says more.`,
    'LEDGER_ALTERED',
  );
