import type { Sql } from '../support/sql.js';

/** When a team that was asked for owned a service, within the range. */
export interface OwnedSpan {
  readonly service: string;
  readonly from: Date;
  readonly to: Date;
}

/** What a question covers, checked and resolved. */
export interface Scope {
  /** undefined: all services. */
  readonly services?: readonly string[];
  /** Set when teams are asked for that owned a service for a part of the range: only that part counts. */
  readonly owned?: readonly OwnedSpan[];
  readonly environment: string;
  /** Half open: `from` belongs to it, `to` does not. */
  readonly from: Date;
  readonly to: Date;
  /** Which of a commit's two dates its clock starts at. */
  readonly clock: 'COMMITTED' | 'AUTHORED';
  /** Scrap rules that count; undefined or none: all. */
  readonly rules?: readonly string[];
}

/** What a figure means; `id` and `version` never change their meaning. */
export interface Definition {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly unit: 'seconds' | 'ratio' | 'per day';
  readonly better: 'higher' | 'lower';
  /** The whole definition in plain sentences, for a person who wants to check it. */
  readonly text: string;
}

interface Population extends Definition {
  /** Every reason that `sql` gives for leaving a unit out. */
  readonly reasons: readonly string[];
  /**
   * The population: one row for each unit in the scope, with the columns `at`, `kind`, `service`, `repo`, `id` (together
   * the unit's name) and `reason` (null when the unit counts). Table names without a schema are read models.
   */
  sql(scope: Scope): Sql;
}

/** Rows have `us`, the span in microseconds. */
export interface DurationMetric extends Population {
  readonly kind: 'duration';
}

export interface RateMetric extends Population {
  readonly kind: 'rate';
  /**
   * The numerator: one row for each unit of the population that counts and each rule that put it there, with `at`,
   * `service`, `repo`, `id` and `rule`. They are few, so they are looked up, and the population is only counted.
   */
  hits(scope: Scope): Sql;
  /** Days until a unit can be judged, where evidence against it still comes in long after. */
  readonly judgedAfterDays?: number;
}

export interface FrequencyMetric extends Population {
  readonly kind: 'frequency';
}

export type Metric = DurationMetric | RateMetric | FrequencyMetric;
