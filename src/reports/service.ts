import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import type { Format } from './definition.js';
import { DeliveryDesk } from './delivery/desk.js';
import type { Ways } from './delivery/send.js';
import { findDefinition } from './load-definitions.js';
import type { OutputFile } from './outputs/output.js';
import { parsePeriod } from './period.js';
import { type ReportParts, Reports } from './reports.js';
import { DueRuns } from './runs/due.js';
import { OutputStore } from './runs/output-store.js';
import { ReportWorker } from './runs/report-worker.js';
import { RunStore } from './runs/run-store.js';
import type { Shelf } from './runs/shelf.js';

export interface ServiceParts extends ReportParts {
  readonly clock: Clock;
  readonly ways: Omit<Ways, 'clock'>;
  /** Where outputs are kept; undefined: in PostgreSQL. */
  readonly shelf: Shelf | undefined;
  /** After so long without a word of its worker, a run is taken over. */
  readonly leaseMs?: number;
}

export interface AskedRun {
  readonly report: string;
  readonly period: string;
  readonly asOf?: Date | null | undefined;
  readonly by: string;
}

const LEASE_MS = 60_000;

/** Everything that the service does with reports, for the API, the workers and the commands. */
export class ReportService {
  readonly pool: Pool;
  readonly reports: Reports;
  readonly runs: RunStore;
  readonly outputs: OutputStore;
  readonly desk: DeliveryDesk;
  private readonly leaseMs: number;
  private wake: () => void = () => {};

  constructor(private readonly parts: ServiceParts) {
    const { pool, clock, shelf, ways, leaseMs = LEASE_MS } = parts;
    this.pool = pool;
    this.leaseMs = leaseMs;
    this.reports = new Reports(parts);
    this.runs = new RunStore(pool, clock, leaseMs);
    this.outputs = new OutputStore(pool, shelf);
    const { reports, runs, outputs } = this;
    this.desk = new DeliveryDesk({ pool, clock, reports, runs, outputs, ways: { ...ways, clock } });
  }

  worker(failed: (sentence: string) => void): ReportWorker {
    const { reports, runs, outputs, desk, leaseMs } = this;
    const due = new DueRuns(this.pool, this.parts.clock, runs);
    return new ReportWorker({ name: randomUUID(), reports, runs, due, outputs, desk, leaseMs, failed });
  }

  /** @param wake is called when somebody asked for a run, who should not wait for the next tick of who makes it. */
  onRequest(wake: () => void): void {
    this.wake = wake;
  }

  /**
   * Asks for a run of any period and recording time. @returns its id.
   *
   * @throws UserError `UNKNOWN_REPORT`, `BAD_PERIOD`, `BAD_AS_OF`
   */
  async request({ report, period, asOf, by }: AskedRun): Promise<string> {
    const definition = findDefinition(await this.reports.definitions(), report);
    if (asOf && asOf > this.parts.clock.now()) {
      throw new UserError(
        'asOf lies in the future: what will be recorded until then nobody knows.',
        'BAD_AS_OF',
      );
    }
    const wanted = parsePeriod(period, definition.zone);
    const id = await this.runs.request({ report, period: wanted, by, ...(asOf && { asOf }) });
    this.wake();
    return id;
  }

  /** @throws UserError `OUTPUT_CHANGED`, `OUTPUT_LOST` */
  download(run: string, format: Format): Promise<OutputFile | undefined> {
    return this.outputs.load(run, format);
  }
}
