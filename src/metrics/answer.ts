import type { Pool } from 'pg';
import { UserError } from '../support/errors.js';
import type { Db } from '../support/rows.js';
import { type Bucket, type BucketUnit, bucketsOf, calendarDays } from './buckets.js';
import { type Counts, countsOf, type FigureRow, type TotalsRow } from './figures.js';
import { barsOf, EDGES_IN_MICROSECONDS, type HistogramBar } from './histogram.js';
import type { Metric, Scope } from './metric.js';
import { notesOn } from './notes.js';
import { checkedFirst, decodeCursor, type Page, type PageRequest, pageOf } from './page.js';
import { readIn } from './read.js';
import {
  bucketStatement,
  byRuleStatement,
  type EvidenceOf,
  type EvidencePage,
  evidenceStatement,
  histogramStatement,
  totalsStatement,
} from './statements.js';

export interface Question<M extends Metric> {
  readonly metric: M;
  readonly scope: Scope;
  readonly zone: string;
  readonly bucket?: BucketUnit | null;
  /** The schema of the read models that answer. */
  readonly schema: string;
  /** Every event recorded until then is in the answer. */
  readonly asOf: Date;
}

/** A unit behind a figure. */
export interface EvidenceRow {
  /** The time by which the range selected it. */
  readonly at: Date;
  readonly kind: 'COMMIT' | 'PULL_REQUEST' | 'ARTIFACT' | 'ITEM' | 'DEPLOYMENT' | 'INCIDENT';
  readonly service: string;
  readonly repo: string;
  readonly id: string;
  /** Why it was left out; null when it counts. */
  readonly reason: string | null;
  /** Its span; null where the metric is no duration, or it has none. */
  readonly seconds: number | null;
}

export interface BucketFigures {
  readonly bucket: Bucket;
  /** undefined when nothing in the bucket counts. */
  readonly row: FigureRow | undefined;
}

export interface RuleCount {
  readonly rule: string;
  readonly count: number;
}

type StoredEvidence = Omit<EvidenceRow, 'seconds'> & { readonly moment: string; readonly us: number | null };

/** Of the range, from its end. */
const PARTS = [1 / 256, 1 / 16, 1];

/** One question's answer, each part read when it is asked for, and once. */
export class Answer<M extends Metric = Metric> {
  private readonly parts = new Map<string, Promise<unknown>>();

  constructor(
    private readonly pool: Pool,
    readonly question: Question<M>,
  ) {}

  totals(): Promise<TotalsRow & Counts> {
    return this.once('totals', async (db) => {
      const { metric, scope } = this.question;
      const { rows } = await db.query<TotalsRow>(totalsStatement(metric, scope));
      return { ...rows[0]!, ...countsOf(metric, rows[0]!) };
    });
  }

  /** Every bucket of the range, also those in which nothing counts. Empty unless the question names a bucket. */
  buckets(): Promise<BucketFigures[]> {
    return this.once('buckets', async (db) => {
      const { metric, scope, zone, bucket } = this.question;
      if (!bucket) return [];
      const buckets = await bucketsOf(db, { ...scope, zone }, bucket);
      const starts = buckets.map(({ from }) => from);
      const { rows } = await db.query<FigureRow & { bucket: number }>(bucketStatement(metric, scope, starts));
      const figures = new Map(rows.map((row) => [row.bucket, row]));
      return buckets.map((one, i) => ({ bucket: one, row: figures.get(i + 1) }));
    });
  }

  /** Calendar days of the range. */
  days(): Promise<number> {
    return this.once('days', (db) => calendarDays(db, { ...this.question.scope, zone: this.question.zone }));
  }

  /** How many spans are how long; for durations only. */
  histogram(): Promise<HistogramBar[]> {
    return this.once('histogram', async (db) => {
      const { metric, scope } = this.question;
      const { rows } = await db.query<{ bar: number; n: number }>(
        histogramStatement(metric, scope, EDGES_IN_MICROSECONDS),
      );
      return barsOf(new Map(rows.filter(({ n }) => n > 0).map(({ bar, n }) => [bar, n])));
    });
  }

  /** How many units each rule put into the numerator; a unit may be there by several. For rates only. */
  byRule(): Promise<RuleCount[]> {
    return this.once('byRule', async (db) => {
      const { metric, scope } = this.question;
      if (metric.kind !== 'rate') return [];
      return (await db.query<RuleCount>(byRuleStatement(metric, scope))).rows;
    });
  }

  /** What qualifies the whole answer, a sentence each. */
  notes(): Promise<string[]> {
    return this.once('notes', (db) => notesOn(db, this.question));
  }

  /**
   * The units behind the figure, the newest first.
   *
   * @throws UserError `BAD_PAGE`, `BAD_CURSOR`
   */
  async evidence(of: EvidenceOf, page: PageRequest): Promise<Page<EvidenceRow>> {
    const { metric, schema } = this.question;
    const first = checkedFirst(page.first);
    if (of === 'NUMERATOR' && metric.kind !== 'rate') {
      throw new UserError(
        `${metric.title} has no numerator: ask for the evidence that is INCLUDED or EXCLUDED.`,
      );
    }
    const after = page.after ? decodeCursor(page.after, 4) : undefined;
    const rows = await readIn(this.pool, schema, (db) => this.newest(db, { of, after, limit: first + 1 }));
    const units = rows.map(({ us, ...row }) => ({ ...row, seconds: us === null ? null : us / 1e6 }));
    return pageOf(units, first, ({ moment, service, repo, id }) => [moment, service, repo, id]);
  }

  /**
   * A page of the newest needs the end of the range only, most often: it is looked for in ever longer parts of it. Left
   * to itself, PostgreSQL sorts the whole range.
   */
  private async newest(db: Db, page: EvidencePage): Promise<StoredEvidence[]> {
    const { metric, scope } = this.question;
    const end = page.after ? Date.parse(page.after[0]!) + 1 : scope.to.getTime();
    const to = new Date(Math.min(end, scope.to.getTime()));
    for (const part of PARTS) {
      const from = new Date(Math.floor(to.getTime() - part * (to.getTime() - scope.from.getTime())));
      const statement = evidenceStatement(metric, { ...scope, from, to }, page);
      const { rows } = await db.query<StoredEvidence>(statement);
      if (rows.length === page.limit || part === 1) return rows;
    }
    return [];
  }

  private once<T>(part: string, read: (db: Db) => Promise<T>): Promise<T> {
    const known = this.parts.get(part) as Promise<T> | undefined;
    if (known) return known;
    const reading = readIn(this.pool, this.question.schema, read);
    this.parts.set(part, reading);
    return reading;
  }
}
