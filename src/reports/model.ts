/**
 * The frozen data of a report: plain JSON, from which every output is written, so that no two of them can disagree.
 * Instants are ISO texts in UTC, spans are seconds, shares lie between 0 and 1, and null is "nothing was measured".
 */
export type Unit = 'seconds' | 'ratio' | 'per day' | 'count' | 'times' | 'minutes';
export type ColumnKind = 'text' | 'time' | Unit;
export type Cell = string | number | null;

export interface Column {
  readonly title: string;
  readonly kind: ColumnKind;
}

export interface Table {
  /** Unique in its report, and fit for a file's name. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export interface Figure {
  /** Where the API gives the same: `leadTime.p50`. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly value: number | null;
  /** The same figure of the period before; undefined where none is compared. */
  readonly before?: number | null;
  readonly better?: 'higher' | 'lower';
  /** How many units it is made of, and how many were left out for which reason. */
  readonly n: number;
  readonly population: number;
  readonly excluded: readonly ReasonCount[];
  /** `id@version`, explained by the definitions of the report. */
  readonly definition: string;
}

export interface Series {
  readonly title: string;
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows, for who cannot see it. */
  readonly alt: string;
  /** `stacked`: horizontal bars of several parts; `ranking`: horizontal bars; `ring`: the parts of one whole. */
  readonly kind: 'line' | 'bar' | 'stacked' | 'ranking' | 'ring';
  readonly unit: Unit;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

/** A definition on which figures stand. */
export interface Meaning {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
}

/** What a control came to; the sections on policies tell these. */
export interface ControlResult {
  readonly control: string;
  readonly title: string;
  readonly references: readonly string[];
  /** Of the policy behind it, as verdicts show them. */
  readonly versions: readonly string[];
  /** How many verdicts there are; of none it is not known whether it holds. */
  readonly population: number;
  readonly pass: number | null;
  readonly fail: number | null;
  readonly exception: number | null;
  readonly unknown: number | null;
}

/** What a section has to say. */
export interface Content {
  /** Sentences for who reads nothing else. */
  readonly summary?: readonly string[];
  readonly paragraphs?: readonly string[];
  readonly figures?: readonly Figure[];
  readonly charts?: readonly Chart[];
  readonly tables?: readonly Table[];
  readonly meanings?: readonly Meaning[];
  readonly controls?: readonly ControlResult[];
}

export interface SectionData extends Required<Omit<Content, 'summary' | 'meanings'>> {
  readonly id: string;
  readonly title: string;
}

export interface PeriodData {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export interface ScopeData {
  /** null: all of them. */
  readonly services: readonly string[] | null;
  readonly teams: readonly string[] | null;
  readonly environment: string;
}

/** The state of the ledger that a report stands on. */
export interface CheckpointData {
  readonly note: string;
  readonly vkey: string;
  /** That the newest event of the report is in the ledger, as `throughline ledger verify` reads it. */
  readonly proof: string | null;
}

export interface ReportData {
  readonly format: 'throughline report v1';
  readonly report: string;
  readonly title: string;
  readonly audience: string;
  /** SHA-256 of the definition as it was read. */
  readonly definition: string;
  readonly zone: string;
  readonly period: PeriodData;
  readonly before: PeriodData;
  /** Every event recorded until then is in it, and none recorded later. */
  readonly asOf: string;
  readonly scope: ScopeData;
  readonly controls: readonly string[];
  readonly summary: readonly string[];
  readonly sections: readonly SectionData[];
  readonly meanings: readonly Meaning[];
  readonly checkpoint: CheckpointData | null;
}
