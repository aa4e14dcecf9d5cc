import type { Pool } from 'pg';
import { writeBundle } from '../ledger/bundle.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PolicyEvaluator } from '../policies/evaluator.js';
import type { ReadModels } from '../projections/read-models.js';
import type { Format } from './definition.js';
import { type Freezer, freeze, type Order } from './freeze.js';
import { type Definitions, loadDefinitions } from './load-definitions.js';
import type { CheckpointData, ReportData } from './model.js';
import type { OutputFile, Written } from './outputs/output.js';
import { inOrder, writeOutput } from './outputs/registry.js';

export interface ReportParts {
  readonly pool: Pool;
  /** Of its own: who holds a state never waits for those who read in it. */
  readonly readingPool: Pool;
  readonly readModels: ReadModels;
  readonly ledger: Ledger;
  readonly policies: PolicyEvaluator;
  /** Where the definitions are; default: `reports` beside our package.json. */
  readonly folder?: string | undefined;
}

/** Makes reports: the definitions, the frozen data, and what is written from it. */
export class Reports {
  constructor(private readonly parts: ReportParts) {}

  /** Read anew each time, so that a definition may be mended while the service runs. */
  definitions(): Promise<Definitions> {
    return loadDefinitions(this.parts.folder);
  }

  /** @throws UserError see `freeze`, and what the ledger refuses. */
  freeze(order: Order): Promise<ReportData> {
    const { pool, readingPool, readModels, policies } = this.parts;
    const freezer: Freezer = {
      pool,
      readingPool,
      readModels,
      settle: () => policies.settle(),
      checkpointFor: (asOf) => this.checkpointFor(asOf),
    };
    return freeze(freezer, order);
  }

  write(format: Format, written: Omit<Written, 'sign'>): Promise<OutputFile> {
    return writeOutput(format, { ...written, sign: (text) => this.parts.ledger.signNote(text) });
  }

  /** Everything that the definition asks for, in order. */
  async writeAll(data: ReportData, definition: Order['definition']): Promise<OutputFile[]> {
    const files: OutputFile[] = [];
    for (const format of inOrder(definition.outputs)) {
      files.push(await this.write(format, { data, definition, earlier: files }));
    }
    return files;
  }

  private async checkpointFor(asOf: Date): Promise<CheckpointData | null> {
    const { ledger } = this.parts;
    await ledger.appendPending();
    const covering = await ledger.covering(asOf);
    return covering && { note: covering.note, vkey: covering.vkey, proof: writeBundle(covering.proof) };
  }
}
