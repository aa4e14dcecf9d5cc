import type { Pool } from 'pg';
import type { Clock } from '../../support/clock.js';
import { messageOf } from '../../support/errors.js';
import { inTransaction } from '../../support/rows.js';
import { sql } from '../../support/sql.js';
import type { Definition, Recipient } from '../definition.js';
import type { OutputFile } from '../outputs/output.js';
import { inOrder } from '../outputs/registry.js';
import type { Reports } from '../reports.js';
import type { OutputStore } from '../runs/output-store.js';
import { pauseMs, type RunStore } from '../runs/run-store.js';
import { recipientName } from './recipient.js';
import { send, type Ways } from './send.js';

interface Owed {
  readonly run: string;
  readonly recipient: string;
  readonly attempts: number;
}

export interface Delivery {
  readonly recipient: string;
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

const MOST_ATTEMPTS = 10;
/** Longer than any attempt takes: nobody else tries meanwhile, and after a crash somebody does. */
const ATTEMPT_MS = 120_000;

export interface DeskParts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly reports: Reports;
  readonly runs: RunStore;
  readonly outputs: OutputStore;
  readonly ways: Ways;
}

/** Brings finished reports to whom they are owed; one recipient that cannot be reached never stops the others. */
export class DeliveryDesk {
  constructor(private readonly parts: DeskParts) {}

  async deliver(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const owed = await this.take();
      if (!owed) return;
      await this.attempt(owed).then(
        () => this.sent(owed),
        (thrown: unknown) => this.missed(owed, messageOf(thrown)),
      );
    }
  }

  async list(run: string): Promise<Delivery[]> {
    const { rows } = await this.parts.pool.query<Delivery>(
      `select recipient, state, attempts, sent_at as "sentAt", error from throughline.report_delivery
       where run = $1 order by position, recipient`,
      [run],
    );
    return rows;
  }

  private take(): Promise<Owed | undefined> {
    const now = this.parts.clock.now();
    return inTransaction(this.parts.pool, async (db) => {
      const { rows } = await db.query<Owed>(sql`
        select run, recipient, attempts from throughline.report_delivery
        where state = 'waiting' and next_attempt_at <= ${now}
        order by next_attempt_at, run, recipient for update skip locked limit 1`);
      const [owed] = rows;
      if (!owed) return undefined;
      await db.query(
        `update throughline.report_delivery set attempts = attempts + 1, next_attempt_at = $3
         where run = $1 and recipient = $2`,
        [owed.run, owed.recipient, new Date(now.getTime() + ATTEMPT_MS)],
      );
      return { ...owed, attempts: owed.attempts + 1 };
    });
  }

  private async attempt({ run, recipient: name }: Owed): Promise<void> {
    const { runs, outputs, reports, ways } = this.parts;
    const data = await runs.data(run);
    if (!data) throw new Error('The data of the report is gone.');
    const { all } = await reports.definitions();
    const definition = all.find((one) => one.name === data.report);
    const recipient = definition && recipientOf(definition, name);
    if (!recipient) throw new Error('The definition of the report does not name this recipient any more.');
    const files = await Promise.all(inOrder(definition.outputs).map((format) => outputs.load(run, format)));
    await send(
      recipient,
      { run, data, files: files.filter((file): file is OutputFile => file !== undefined) },
      ways,
    );
  }

  private async sent({ run, recipient }: Owed): Promise<void> {
    await this.parts.pool.query(
      `update throughline.report_delivery set state = 'sent', sent_at = $3, error = null where run = $1 and recipient = $2`,
      [run, recipient, this.parts.clock.now()],
    );
  }

  private async missed({ run, recipient, attempts }: Owed, error: string): Promise<void> {
    const next = new Date(this.parts.clock.now().getTime() + pauseMs(attempts));
    await this.parts.pool.query(
      `update throughline.report_delivery set state = $3, error = $4, next_attempt_at = $5 where run = $1 and recipient = $2`,
      [run, recipient, attempts >= MOST_ATTEMPTS ? 'failed' : 'waiting', error.slice(0, 1_000), next],
    );
  }
}

const recipientOf = ({ recipients }: Definition, name: string): Recipient | undefined =>
  recipients.find((one) => recipientName(one) === name);
