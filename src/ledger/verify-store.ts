import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { type Finding, Findings } from './findings.js';
import { checkLeaves, Erasures } from './leaf-check.js';
import { type LeafWithEvent, readLeaves } from './leaf-rows.js';
import { leafHash } from './merkle.js';
import { parseVkey, type Verifier } from './note.js';
import { checkPending, countEvents, recordingOf, unloggedEvents } from './pending-check.js';
import { edgeAt, readTiles, type Tile, TileBuilder } from './tiles.js';

/** What a check of the whole store found. */
export interface Verification {
  readonly size: number;
  readonly checkpoints: number;
  /** Events that are recorded and signed, and wait for their leaf. */
  readonly pending: number;
  /** All of them; `findings` holds the first ones. Nothing was altered when there is none. */
  readonly count: number;
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  readonly vkey: string;
  /** Checkpoints (signed notes) that somebody outside has kept. */
  readonly witnesses?: readonly string[];
  /**
   * How many leaves an earlier check found in order: this one begins behind them, and looks at nothing older. Whoever
   * holds witnesses against the log checks all of it.
   */
  readonly from?: number;
  readonly progress?: (done: number, total: number) => void;
}

const LEAVES_PER_READ = 2_000;

/**
 * Holds every event to its leaf, every leaf to its tile, every tile to every checkpoint, and every checkpoint to the
 * key. Wants a transaction that sees one state (repeatable read).
 */
export const verifyStore = (db: Db, options: VerifyOptions): Promise<Verification> =>
  new StoreCheck(db, options).run();

/** One walk along the log, from its first leaf to its last. */
class StoreCheck {
  private readonly findings = new Findings();
  private readonly erasures = new Erasures();
  private builder = new TileBuilder();
  private readonly verifier: Verifier;
  private readonly witnesses: Checkpoint[];
  /** A leaf is missing or doubled: what comes after has no place any more. */
  private isTorn = false;
  private tiles = 0;
  private checkpoints = 0;
  private lastSigned = 0;

  constructor(
    private readonly db: Db,
    private readonly options: VerifyOptions,
  ) {
    this.verifier = parseVkey(options.vkey);
    this.witnesses = (options.witnesses ?? []).flatMap((note) => this.opened(note, 'witness', 'a witness'));
    this.witnesses.sort((a, b) => a.size - b.size);
  }

  async run(): Promise<Verification> {
    const { from = 0 } = this.options;
    const total = await this.count('ledger_leaf');
    let events = 0;
    let last: number | undefined;
    if (from > 0) {
      await this.resume(from);
      last = from - 1;
    }
    for (let leaves = await this.next(last); leaves.length > 0; leaves = await this.next(last)) {
      await this.walk(leaves);
      events += await checkLeaves(this.db, leaves, { findings: this.findings, erasures: this.erasures });
      last = leaves.at(-1)!.index;
      this.options.progress?.(this.builder.size, total);
    }
    await this.checkEnd();
    const pending = await checkPending(this.db, this.verifier, this.findings);
    const since = await recordingOf(this.db, from - 1);
    if ((await countEvents(this.db, since)) !== events + pending)
      await unloggedEvents(this.db, this.findings, since);
    this.erasures.report(this.findings);
    const { count, kept } = this.findings;
    return { size: this.builder.size, checkpoints: this.checkpoints, pending, count, findings: kept };
  }

  /** Goes on from the checkpoint of that size: its leaves must make its root still, as far as the tiles tell. */
  private async resume(size: number): Promise<void> {
    this.builder = TileBuilder.resume(size, await edgeAt(this.db, size));
    this.lastSigned = size;
    const [signed] = await this.signedBetween(size - 1, size);
    if (!signed) this.findings.add('checkpoint', size, 'It was checked before, and is gone.');
    for (const { root } of signed ? this.opened(signed.note, 'checkpoint', size) : []) {
      if (!root.equals(this.builder.root()))
        this.findings.add('tile', size, 'The tiles do not make the root that was signed at that size.');
    }
  }

  private next(last: number | undefined): Promise<LeafWithEvent[]> {
    return readLeaves(this.db, last, LEAVES_PER_READ);
  }

  private async count(table: 'ledger_leaf' | 'ledger_tile'): Promise<number> {
    const { rows } = await this.db.query<{ count: string }>(`select count(*) from throughline.${table}`);
    return Number(rows[0]!.count);
  }

  /** Rebuilds the tree over these leaves, and stops at each size that somebody signed or kept. */
  private async walk(leaves: readonly LeafWithEvent[]): Promise<void> {
    const signed = await this.signedBetween(this.builder.size, this.builder.size + leaves.length);
    for (const { index, leaf } of leaves) {
      if (index !== this.builder.size && !this.isTorn) {
        this.isTorn = true;
        this.findings.add('leaf', index, `Leaf ${this.builder.size} should stand here.`);
      }
      this.builder.push(leafHash(leaf));
      while (signed[0]?.size === this.builder.size) this.checkSigned(signed.shift()!);
      while (this.witnesses[0]?.size === this.builder.size) this.checkWitness(this.witnesses.shift()!);
    }
    await this.checkTiles(this.builder.takeFull());
  }

  private async signedBetween(from: number, to: number): Promise<{ size: number; note: string }[]> {
    const { rows } = await this.db.query<{ size: string; note: string }>(
      'select size, note from throughline.ledger_checkpoint where size > $1 and size <= $2 order by size',
      [from, to],
    );
    return rows.map(({ size, note }) => ({ size: Number(size), note }));
  }

  private checkSigned(row: { readonly size: number; readonly note: string }): void {
    this.checkpoints += 1;
    for (const { size, previous, root } of this.opened(row.note, 'checkpoint', row.size)) {
      if (size !== row.size) this.findings.add('checkpoint', row.size, `It is signed for size ${size}.`);
      else if (previous !== this.lastSigned) {
        this.findings.add(
          'checkpoint',
          row.size,
          `It follows the one of size ${previous}, which is not there.`,
        );
      } else if (!this.isTorn && !root.equals(this.builder.root())) {
        this.findings.add('checkpoint', row.size, 'The leaves do not make the root that was signed.');
      }
    }
    this.lastSigned = row.size;
  }

  private checkWitness({ size, root }: Checkpoint): void {
    if (this.isTorn || root.equals(this.builder.root())) return;
    this.findings.add('witness', size, 'The log had another root at that size: its history was rewritten.');
  }

  private opened(note: string, where: 'checkpoint' | 'witness', which: string | number): Checkpoint[] {
    try {
      return [openCheckpoint(note, this.verifier)];
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      this.findings.add(where, which, thrown.message);
      return [];
    }
  }

  private async checkTiles(expected: readonly Tile[]): Promise<void> {
    this.tiles += expected.length;
    if (this.isTorn || expected.length === 0) return;
    const stored = new Map(
      (await readTiles(this.db, expected)).map(({ level, index, hashes }) => [`${level}/${index}`, hashes]),
    );
    for (const { level, index, hashes } of expected) {
      const found = stored.get(`${level}/${index}`);
      if (!found) this.findings.add('tile', `${level}/${index}`, 'It is gone.');
      else if (!found.equals(hashes))
        this.findings.add('tile', `${level}/${index}`, 'It does not hold the hashes of its leaves.');
    }
  }

  private async checkEnd(): Promise<void> {
    await this.checkTiles(this.builder.partial());
    const tiles = await this.count('ledger_tile');
    if (!this.options.from && !this.isTorn && tiles !== this.tiles) {
      this.findings.add('tile', tiles, `There are ${tiles} tiles instead of ${this.tiles}.`);
    }
    const { size } = this.builder;
    if (this.lastSigned !== size) {
      this.findings.add('leaf', this.lastSigned, `Nobody signed the leaves from here to ${size}.`);
    }
    const { rows } = await this.db.query<{ size: string }>(
      'select size from throughline.ledger_checkpoint where size <= 0 or size > $1 order by size limit 100',
      [size],
    );
    for (const row of rows) this.findings.add('checkpoint', row.size, `The log has ${size} leaves.`);
    for (const witness of this.witnesses) {
      this.findings.add('witness', witness.size, `The log has only ${size} leaves: its end was cut off.`);
    }
  }
}
