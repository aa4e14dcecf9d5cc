import { UserError } from '../../support/errors.js';
import { CELLS, type ColumnNames, type TextRow } from './cells.js';
import type { LogPart } from './part.js';
import type { CaseStory, LogRow } from './payload.js';
import { RowReader } from './row-reader.js';
import { type Instant, toldTime } from './told-time.js';

export interface LogOptions {
  readonly columns: ColumnNames;
  /** IANA zone of times without an offset; UTC when absent. */
  readonly zone?: string;
  /** Which activities (or lifecycle transitions), in the last row of a case, close it. */
  readonly closed: RegExp;
}

/** A row that was left out. */
export interface Refusal {
  readonly line: number;
  readonly reason: string;
}

/** What was read so far. */
export interface LogSummary {
  rows: number;
  refused: number;
  /** The first of the refused. */
  readonly refusals: Refusal[];
  /** Rows whose time has no offset of its own. */
  local: number;
  readonly cases: number;
  /** How often a case went on after rows of others. */
  resumed: number;
  /** The times of the earliest and the latest row, in milliseconds; without a row Infinity and -Infinity. */
  first: number;
  last: number;
}

const ROWS_PER_PART = 500;
const MOST_REFUSALS = 1_000;

/**
 * Reads an event log in parts of up to 500 rows and the stories of their cases, and keeps account of it. Memory
 * grows with the number of cases, not of rows. Nothing may be kept of a log that was not read to its end.
 *
 * @throws UserError with line and column, when the file as a whole is bad.
 */
export class LogReader {
  private readonly stories = new Map<string, Story>();
  private count = { rows: 0, refused: 0, local: 0, resumed: 0, first: Infinity, last: -Infinity };
  private readonly refusals: Refusal[] = [];

  private readonly source: RowReader;

  constructor(
    private readonly file: string,
    private readonly options: LogOptions,
  ) {
    this.source = new RowReader(file, options.columns);
  }

  /** How much of the file (as it lies on the disk, packed or not) was read for the parts that were given so far. */
  get bytesRead(): number {
    return this.source.bytesRead;
  }

  get summary(): LogSummary {
    return { ...this.count, refusals: this.refusals, cases: this.stories.size };
  }

  async *parts(): AsyncGenerator<LogPart> {
    yield* this.rowParts();
    this.refuseEmpty();
    yield* this.caseParts();
  }

  /** A case is told with its last row, as far as rows of one case stand together; the rest is told at the end. */
  private async *rowParts(): AsyncGenerator<LogPart> {
    let pending: LogRow[] = [];
    let cases: CaseStory[] = [];
    for await (const texts of this.source.batches()) {
      for (const text of texts) {
        const row = this.rowOf(text);
        if (!row) continue;
        const before = pending.at(-1)?.case ?? row.case;
        if (before !== row.case) cases.push(...this.told(before, false));
        if (pending.length >= ROWS_PER_PART) {
          yield { rows: pending, cases, correction: 0 };
          pending = [];
          cases = [];
        }
        pending.push(row);
      }
    }
    const last = pending.at(-1);
    if (last) yield { rows: pending, cases: [...cases, ...this.told(last.case, false)], correction: 0 };
  }

  private *caseParts(): Generator<LogPart> {
    let cases: CaseStory[] = [];
    for (const name of this.stories.keys()) {
      cases.push(...this.told(name, true));
      if (cases.length < ROWS_PER_PART) continue;
      yield { rows: [], cases, correction: 1 };
      cases = [];
    }
    if (cases.length > 0) yield { rows: [], cases, correction: 1 };
  }

  /** The story of a case: once when its rows seem to end, and at the end of the log where it went on after all. */
  private told(name: string, again: boolean): CaseStory[] {
    const story = this.stories.get(name)!;
    const { first, last, closed, told } = story;
    if (told !== undefined && !again) {
      this.count.resumed += 1;
      return [];
    }
    const version = closed ? `${first.order} ${last.order}` : `${first.order}`;
    if (told === version) return [];
    story.told = version;
    return [{ case: name, first: moment(first), ...(closed && { closed: moment(last) }) }];
  }

  private rowOf({ line, cells, fault }: TextRow): LogRow | undefined {
    const time = cells.at === undefined ? undefined : toldTime(cells.at, this.options.zone ?? 'UTC');
    const reason = fault ?? missing(cells) ?? (time && 'fault' in time ? time.fault : undefined);
    if (reason !== undefined || !time || 'fault' in time) {
      this.refuse({ line, reason: reason ?? 'it has no time' });
      return undefined;
    }
    if (time.local) this.count.local += 1;
    this.refuseEndless(cells.item ?? '', line);
    const { item = '', activity = '', holder, team, line: support } = cells;
    const n = this.note(item, cells, time);
    const order = this.count.rows;
    this.count.rows += 1;
    const row: LogRow = { case: item, n, order, at: time.at, activity };
    if (holder !== undefined) row.person = holder;
    if (team !== undefined) row.team = team;
    if (support !== undefined) row.line = support;
    const lifecycle = LIFECYCLES[cells.lifecycle?.toLowerCase() ?? ''];
    if (lifecycle) row.lifecycle = lifecycle;
    return row;
  }

  /** @returns how many rows its case had before. */
  private note(name: string, { activity, lifecycle }: TextRow['cells'], { at, ms }: Instant): number {
    const here = { at, ms, order: this.count.rows };
    this.count.first = Math.min(this.count.first, ms);
    this.count.last = Math.max(this.count.last, ms);
    const closes = [activity, lifecycle].some((word) => word !== undefined && this.options.closed.test(word));
    const story = this.stories.get(name);
    if (!story) {
      this.stories.set(name, { rows: 1, first: here, last: here, closed: closes });
      return 0;
    }
    if (ms < story.first.ms) story.first = here;
    if (ms >= story.last.ms) Object.assign(story, { last: here, closed: closes });
    story.rows += 1;
    return story.rows - 1;
  }

  private refuse(refusal: Refusal): void {
    this.count.refused += 1;
    if (this.refusals.length < MOST_REFUSALS) this.refusals.push(refusal);
  }

  private refuseEndless(name: string, line: number): void {
    if ((this.stories.get(name)?.rows ?? 0) < MOST_ROWS_OF_A_CASE) return;
    throw new UserError(
      `${this.file}:${line}:1 is one row more than the ${MOST_ROWS_OF_A_CASE} that a case may have: is ${JSON.stringify(name.slice(0, 100))} one case? Name what tells cases apart with --item.`,
    );
  }

  private refuseEmpty(): void {
    if (this.count.rows > 0) return;
    const first = this.refusals[0];
    const why = first ? `the first at line ${first.line}, because ${first.reason}` : 'it holds none';
    throw new UserError(`No row of ${this.file} can be imported: ${why}.`);
  }
}

interface Moment {
  readonly at: string;
  readonly ms: number;
  readonly order: number;
}

interface Story {
  rows: number;
  first: Moment;
  last: Moment;
  closed: boolean;
  /** What was told of it so far. */
  told?: string;
}

const moment = ({ at, order }: Moment) => ({ at, order });

const LIFECYCLES: Readonly<Record<string, 'start' | 'complete'>> = { start: 'start', complete: 'complete' };

const LONGEST_NAME = 900;
/** All events of an item are folded together, in memory. */
const MOST_ROWS_OF_A_CASE = 50_000;

const missing = (cells: TextRow['cells']): string | undefined => {
  if (cells.item === undefined) return 'it names no case';
  if (cells.at === undefined) return 'it has no time';
  if (cells.activity === undefined) return 'it has no activity';
  const long = CELLS.find((cell) => (cells[cell]?.length ?? 0) > LONGEST_NAME);
  return long && `its ${long} is longer than ${LONGEST_NAME} characters`;
};
