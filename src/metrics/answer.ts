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
  type EvidenceOf,
  type EvidencePage,
  evidenceStatement,
  histogramStatement,
  hitsStatement,
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

/** So many units of the numerator, of one bucket (counted from 1), which are there by the same rules. */
interface HitsRow {
  readonly bucket: number;
  readonly rules: readonly string[];
  readonly n: number;
}

const sumOf = (rows: readonly { readonly n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);

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

  async totals(): Promise<TotalsRow & Counts> {
    const [row, hits] = await Promise.all([this.counted(), this.hits()]);
    return { ...row, ...countsOf(this.question.metric, row), numerator: sumOf(hits) };
  }

  /** Every bucket of the range, also those in which nothing counts. Empty unless the question names a bucket. */
  async buckets(): Promise<BucketFigures[]> {
    const [buckets, rows, hits] = await Promise.all([this.parted(), this.countedByBucket(), this.hits()]);
    const figures = new Map(rows.map((row) => [row.bucket, row]));
    return buckets.map((bucket, i) => {
      const row = figures.get(i + 1);
      return { bucket, row: row && { ...row, numerator: sumOf(hits.filter((hit) => hit.bucket === i + 1)) } };
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
  async byRule(): Promise<RuleCount[]> {
    const counts = new Map<string, number>();
    for (const { rules, n } of await this.hits())
      for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + n);
    return [...counts]
      .map(([rule, count]) => ({ rule, count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
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

  private counted(): Promise<TotalsRow> {
    return this.once('counted', async (db) => {
      const { metric, scope } = this.question;
      return (await db.query<TotalsRow>(totalsStatement(metric, scope))).rows[0]!;
    });
  }

  private async countedByBucket(): Promise<(FigureRow & { bucket: number })[]> {
    const { metric, scope } = this.question;
    const starts = await this.starts();
    if (starts.length === 0) return [];
    return this.once('counted by bucket', async (db) => {
      const statement = bucketStatement(metric, scope, starts);
      return (await db.query<FigureRow & { bucket: number }>(statement)).rows;
    });
  }

  /** The buckets of the range; empty unless the question names a bucket. */
  private parted(): Promise<Bucket[]> {
    return this.once('parted', async (db) => {
      const { scope, zone, bucket } = this.question;
      return bucket ? bucketsOf(db, { ...scope, zone }, bucket) : [];
    });
  }

  /** The numerator, by bucket and rules, whole: everything said about it is a sum of these. */
  private async hits(): Promise<HitsRow[]> {
    const { metric, scope, bucket } = this.question;
    if (metric.kind !== 'rate') return [];
    const starts = bucket ? await this.starts() : [scope.from];
    return this.once(
      'hits',
      async (db) => (await db.query<HitsRow>(hitsStatement(metric, scope, starts))).rows,
    );
  }

  private async starts(): Promise<Date[]> {
    return (await this.parted()).map(({ from }) => from);
  }

  private once<T>(part: string, read: (db: Db) => Promise<T>): Promise<T> {
    const known = this.parts.get(part) as Promise<T> | undefined;
    if (known) return known;
    const reading = readIn(this.pool, this.question.schema, read);
    this.parts.set(part, reading);
    return reading;
  }
}
