import { celSentence } from '../../support/cel.js';
import { type Formula, partsOf } from './formula.js';
import { and, not, or, type Truth } from './truth.js';

/** A history as expressions see it. */
export interface Trace {
  /** What an expression sees at each event. */
  readonly positions: readonly Readonly<Record<string, unknown>>[];
  /** Milliseconds of each event. */
  readonly times: readonly number[];
  readonly nowMs: number;
}

export interface Outcome {
  readonly truth: Truth;
  /** The first event at which what should hold always does not. */
  readonly broken: number | undefined;
  /** What could not be evaluated, if that is why the truth is not known. */
  readonly trouble: string | undefined;
  /** When a window that is still open closes. */
  readonly recheckMs: number | undefined;
}

const MOST_STEPS = 2_000_000;

/**
 * Whether a formula holds from the first event on. A trace is taken as finished: what has not happened at its end has
 * not happened, except within a time that is not over yet.
 *
 * @throws Error when there would be too much to look at.
 */
export const evaluate = (formula: Formula, trace: Trace): Outcome => {
  refuseHuge(formula, trace.positions.length);
  const run = new Run(trace);
  const values = run.values(formula);
  return {
    truth: values[0],
    broken: values[0] === false ? firstBroken(formula, run) : undefined,
    trouble: run.trouble,
    recheckMs: values[0] === undefined ? run.recheckMs : undefined,
  };
};

/** Counted before anything is evaluated, so it is the same on every machine. */
const refuseHuge = (formula: Formula, events: number): void => {
  const steps = stepsOf(formula, events);
  if (steps > MOST_STEPS)
    throw new Error(`it would look at ${events} events so often that it takes too long: nest fewer macros`);
};

const stepsOf = (formula: Formula, events: number): number => {
  const inner = partsOf(formula).reduce((sum, part) => sum + stepsOf(part, events), 0);
  if (formula.op === 'at') return events ** (1 + formula.program.depth);
  const isWindow = 'withinMs' in formula && formula.withinMs !== undefined;
  return inner + (isWindow ? events ** 2 : events);
};

const firstBroken = (formula: Formula, run: Run): number | undefined => {
  if (formula.op !== 'always') return undefined;
  const position = run.values(formula.of).indexOf(false);
  return position < 0 ? undefined : position;
};

class Run {
  trouble: string | undefined;
  recheckMs: number | undefined;
  private readonly known = new Map<Formula, readonly Truth[]>();

  constructor(private readonly trace: Trace) {}

  /** The truth of a formula at every position. */
  values(formula: Formula): readonly Truth[] {
    const known = this.known.get(formula) ?? this.compute(formula);
    this.known.set(formula, known);
    return known;
  }

  private compute(formula: Formula): readonly Truth[] {
    switch (formula.op) {
      case 'at':
        return this.trace.positions.map((seen) => this.leaf(formula, seen));
      case 'not':
        return this.values(formula.of).map(not);
      case 'next':
        return this.values(formula.of).map((_, i, all) => (i + 1 < all.length ? all[i + 1] : false));
      case 'all':
        return this.joined(formula.of, and);
      case 'any':
        return this.joined(formula.of, or);
      case 'always':
        return this.eventually(this.values(formula.of).map(not), formula.withinMs, false).map(not);
      case 'eventually':
        return this.eventually(this.values(formula.of), formula.withinMs, true);
      default:
        return this.pair(formula);
    }
  }

  private leaf({ program }: Extract<Formula, { op: 'at' }>, seen: Readonly<Record<string, unknown>>): Truth {
    try {
      const value = program.run(seen);
      if (typeof value === 'boolean') return value;
      this.trouble ??= `${program.text} is neither true nor false`;
    } catch (thrown) {
      this.trouble ??= `${program.text}: ${celSentence(thrown)}`;
    }
    return undefined;
  }

  private joined(parts: readonly Formula[], join: (a: Truth, b: Truth) => Truth): Truth[] {
    const values = parts.map((part) => this.values(part));
    return this.trace.times.map((_, i) => values.map((one) => one[i]).reduce(join));
  }

  /** @param waits whether an open window may still bring it. */
  private eventually(values: readonly Truth[], withinMs: number | undefined, waits: boolean): Truth[] {
    const result: Truth[] = new Array(values.length).fill(false);
    for (let i = values.length - 1; i >= 0; i -= 1) {
      result[i] =
        withinMs === undefined
          ? or(values[i], i + 1 < values.length ? result[i + 1] : false)
          : this.inWindow(values, i, { withinMs, waits });
    }
    return result;
  }

  private inWindow(
    values: readonly Truth[],
    from: number,
    { withinMs, waits }: { withinMs: number; waits: boolean },
  ): Truth {
    const { times, nowMs } = this.trace;
    const until = times[from]! + withinMs;
    let found: Truth = false;
    for (let i = from; i < values.length && times[i]! <= until; i += 1) found = or(found, values[i]);
    if (found !== false || !waits || nowMs > until) return found;
    this.recheckMs = Math.min(this.recheckMs ?? until + 1, until + 1);
    return undefined;
  }

  private pair(formula: Extract<Formula, { op: 'until' | 'precedes' }>): Truth[] {
    const first = this.values(formula.first);
    const second = this.values(formula.second);
    if (formula.op === 'precedes') return this.precedes(first, second, formula.withinMs);
    const result: Truth[] = new Array(first.length).fill(false);
    const inTime =
      formula.withinMs === undefined ? undefined : this.eventually(second, formula.withinMs, true);
    for (let i = first.length - 1; i >= 0; i -= 1) {
      const later = i + 1 < first.length ? result[i + 1] : false;
      result[i] = or(second[i], and(first[i], later));
    }
    return inTime ? result.map((value, i) => and(value, inTime[i])) : result;
  }

  /** From each position on: whatever is of the second sort has one of the first before it (or is one). */
  private precedes(first: readonly Truth[], second: readonly Truth[], withinMs: number | undefined): Truth[] {
    const { times } = this.trace;
    const preceded = second.map((value, j) => {
      if (value === false) return true;
      let found: Truth = false;
      for (let k = j; k >= 0 && found !== true; k -= 1) {
        if (withinMs !== undefined && times[j]! - times[k]! > withinMs) break;
        found = or(found, first[k]);
      }
      return or(not(value), found);
    });
    return this.eventually(preceded.map(not), undefined, false).map(not);
  }
}
