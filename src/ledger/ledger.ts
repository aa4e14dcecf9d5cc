import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import { type Db, inTransaction } from '../support/rows.js';
import type { Bundle } from './bundle.js';
import { type Erasing, eraseLeaves } from './erase.js';
import { type Signer, signNote } from './note.js';
import { agreeWith, type ProveOptions, proveEvent } from './prove.js';
import {
  earliestSizeBeyond,
  newestLeafUntil,
  readCheckpoints,
  readVkey,
  type SignedCheckpoint,
} from './reader.js';
import { dueFrom, readChecks } from './scheduled-check.js';
import { Sequencer } from './sequencer.js';
import { type Verification, type VerifyOptions, verifyStore } from './verify-store.js';

/** The log of one store, with the key that signs it. */
export class Ledger {
  private readonly sequencer: Sequencer;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly signer: () => Promise<Signer>,
  ) {
    this.sequencer = new Sequencer(pool, signer, clock);
  }

  readonly sign = async (text: string): Promise<Buffer> => (await this.signer()).sign(text);

  /** @param text ends with a newline, and says in its first line what it is. */
  async signNote(text: string): Promise<string> {
    return signNote(text, await this.signer());
  }

  /**
   * The earliest checkpoint that covers every event recorded until then, with the newest of these events proved in it:
   * the same whenever it is asked for. null before there is one.
   */
  async covering(recordedAt: Date): Promise<{ note: string; vkey: string; proof: Bundle } | null> {
    const vkey = await this.vkey();
    const last = await newestLeafUntil(this.pool, recordedAt);
    const size = last && (await earliestSizeBeyond(this.pool, last.index));
    if (!last || size === undefined) return null;
    const proof = await proveEvent(this.pool, last.eventId, { vkey, index: last.index, size });
    return { note: proof.checkpoint, vkey, proof };
  }

  async vkey(): Promise<string> {
    return (await this.signer()).vkey;
  }

  /** @returns how many leaves were appended. */
  appendPending(): Promise<number> {
    return this.sequencer.appendPending();
  }

  /** Appends some of what waits. @returns how many leaves; 0 when nothing waited. */
  appendBatch(): Promise<number> {
    return this.sequencer.appendBatch();
  }

  /** When the first of what waits was recorded. */
  waitingSince(): Promise<Date | undefined> {
    return this.sequencer.waitingSince();
  }

  /** @throws UserError `EMPTY_LEDGER` */
  async newestCheckpoint(): Promise<SignedCheckpoint> {
    const [newest] = await readCheckpoints(this.pool, await this.vkey(), { first: 1 });
    if (newest) return newest;
    throw new UserError('The ledger is empty: nothing was recorded yet.', 'EMPTY_LEDGER');
  }

  /** @throws UserError `FORKED` when the log does not go on from a checkpoint that somebody kept. */
  async agreeWith(note: string): Promise<void> {
    const { size } = await this.newestCheckpoint();
    await agreeWith(this.pool, note, { vkey: await this.vkey(), size });
  }

  async prove(eventId: string, options: Omit<ProveOptions, 'vkey'>): Promise<Bundle> {
    return proveEvent(this.pool, eventId, { ...options, vkey: await this.vkey() });
  }

  /** Checks the whole store and writes down how it went. */
  async verify(options: Omit<VerifyOptions, 'vkey'>): Promise<Verification> {
    const vkey = await this.vkey();
    const verification = await this.snapshot((db) => verifyStore(db, { ...options, vkey }));
    const [first] = verification.findings;
    await this.pool.query(
      `insert into throughline.ledger_verification (at, size, findings, first_finding, first_leaf)
       values ($1, $2, $3, $4, $5)
       on conflict (at) do nothing`,
      [
        this.clock.now(),
        verification.size,
        verification.count,
        first ? `${first.where} ${first.which}: ${first.what}` : null,
        options.from ?? 0,
      ],
    );
    return verification;
  }

  /**
   * The check that is due, if one is: of what is new every day, of the whole store every week and after anything was
   * found.
   */
  async verifyIfDue(): Promise<Verification | undefined> {
    if ((await readVkey(this.pool)) === undefined) return undefined;
    const from = dueFrom(this.clock.now(), await readChecks(this.pool));
    return from === undefined ? undefined : this.verify({ from });
  }

  /** In the transaction in which the caller erases the events themselves, before it does. */
  async erase(db: Db, what: Erasing): Promise<void> {
    await eraseLeaves(db, what, { signer: await this.signer(), at: this.clock.now() });
  }

  /** One state of the store, whatever is appended meanwhile. */
  private snapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (db) => {
      await db.query('set transaction isolation level repeatable read, read only');
      return work(db);
    });
  }
}
