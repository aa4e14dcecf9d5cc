import { messageOf } from '../../support/errors.js';
import type { Definition } from '../definition.js';
import type { DeliveryDesk } from '../delivery/desk.js';
import { recipientName } from '../delivery/recipient.js';
import { findDefinition } from '../load-definitions.js';
import type { ReportData } from '../model.js';
import type { OutputFile } from '../outputs/output.js';
import { inOrder } from '../outputs/registry.js';
import type { Reports } from '../reports.js';
import type { DueRuns } from './due.js';
import type { OutputStore } from './output-store.js';
import { LeaseLost, type Run, type RunStore } from './run-store.js';

export interface WorkerParts {
  /** Of this process, as nobody else's. */
  readonly name: string;
  readonly reports: Reports;
  readonly runs: RunStore;
  readonly due: DueRuns;
  readonly outputs: OutputStore;
  readonly desk: DeliveryDesk;
  readonly leaseMs: number;
  readonly failed: (sentence: string) => void;
}

/** Does what is due. Any number of them may work at once, and each may end at any moment. */
export class ReportWorker {
  constructor(private readonly parts: WorkerParts) {}

  /** Asks for the runs that are due, makes all that wait, and delivers what is made. */
  async work(signal: AbortSignal): Promise<void> {
    const { reports, due, runs, desk, name, failed } = this.parts;
    const { all } = await reports.definitions();
    for (const definition of all) {
      await due
        .request(definition)
        .catch((thrown: unknown) => failed(`${definition.name}: ${messageOf(thrown)}`));
    }
    while (!signal.aborted) {
      const run = await runs.claim(name);
      if (!run) break;
      await this.make(run);
    }
    await desk.deliver(signal);
  }

  private async make(run: Run): Promise<void> {
    const { runs, name, leaseMs, failed } = this.parts;
    // A long statement says nothing for a while; the lease is kept meanwhile.
    const beat = setInterval(() => void runs.keep(run.id, name).catch(() => {}), leaseMs / 3);
    try {
      await this.steps(run);
    } catch (thrown) {
      if (thrown instanceof LeaseLost) return;
      failed(`${run.report} ${run.period}: ${messageOf(thrown)}`);
      await runs.fail(run, name, messageOf(thrown));
    } finally {
      clearInterval(beat);
    }
  }

  private async steps(run: Run): Promise<void> {
    const { reports, runs, name } = this.parts;
    const definition = findDefinition(await reports.definitions(), run.report);
    const data = (await runs.data(run.id)) ?? (await this.freeze(run, definition));
    await this.write(run, definition, data);
    await runs.finish(run.id, name, run.requestedBy === null ? definition.recipients.map(recipientName) : []);
  }

  private async freeze(run: Run, definition: Definition): Promise<ReportData> {
    const { reports, runs, name } = this.parts;
    const total = definition.sections.length + definition.outputs.length;
    await runs.progress(run.id, name, { step: 'reading', done: 0, total });
    const data = await reports.freeze({
      definition,
      period: { label: run.period, from: run.from, to: run.to },
      ...(run.asOf && { asOf: run.asOf }),
      progress: (done) => {
        void runs.progress(run.id, name, { step: 'reading', done, total }).catch(() => {});
      },
    });
    await runs.saveData(run.id, name, data);
    return data;
  }

  /** A resumed run goes on after the last output that was kept. */
  private async write(run: Run, definition: Definition, data: ReportData): Promise<void> {
    const { reports, runs, outputs, name } = this.parts;
    const formats = inOrder(definition.outputs);
    const total = definition.sections.length + formats.length;
    const earlier: OutputFile[] = [];
    for (const [i, format] of formats.entries()) {
      await runs.progress(run.id, name, {
        step: `writing ${format}`,
        done: definition.sections.length + i,
        total,
      });
      const kept = await outputs.load(run.id, format);
      const file = kept ?? (await reports.write(format, { data, definition, earlier }));
      if (!kept) await outputs.save(run.id, file);
      earlier.push(file);
    }
  }
}
