import type { Pool } from 'pg';
import type { z } from 'zod';
import type { AuditStore } from '../../audit/export.js';
import type { FlowFilter } from '../../metrics/filter.js';
import type { MetricDoor } from '../../metrics/metric-door.js';
import type { Settled } from '../../policies/evaluator.js';
import type { CheckpointData, Content, SectionData } from '../model.js';
import type { Period } from '../period.js';

/** What a section reads from; everything it reads stands on `asOf`. */
export interface SectionContext {
  readonly pool: Pool;
  readonly door: MetricDoor;
  /** The read models of `asOf`. */
  readonly schema: string;
  readonly asOf: Date;
  readonly zone: string;
  readonly period: Period;
  readonly before: Period;
  /** The definition's scope over a period, as the metrics take it. */
  filter(period: Period): FlowFilter;
  /**
   * What cannot be folded from events, such as how a source stands: looked at once, when a report first stands on this
   * recording time, and the same ever after.
   */
  observe<T>(what: string, look: () => Promise<T>): Promise<T>;
  readonly checkpoint: CheckpointData | null;
  readonly controls: readonly string[];
  /** How verdicts stood when a report first stood on `asOf`; epoch where no section shows any. */
  readonly settled: Settled;
  /** Every line of the audit trail as of `asOf`. */
  readonly trail: AuditStore;
  /** Its definition's name, for what is drawn by it. */
  readonly report: string;
  /** The sections before this one in the report. */
  readonly earlier: readonly (SectionData & Pick<Content, 'meanings'>)[];
}

/** One part of a report: a plain file without injection, and one line in the registry. */
export interface Section<O = unknown> {
  /** The name that a definition calls it by. */
  readonly id: string;
  readonly title: string;
  /** What a definition may say next to `section:`; unknown members are refused. */
  readonly options: z.ZodType<O>;
  /** The controls that it can speak of; none for most. */
  readonly controls?: readonly string[];
  /** It shows verdicts: what is recorded is judged before it reads. */
  readonly showsVerdicts?: true;
  read(context: SectionContext, options: O): Promise<Content>;
}
