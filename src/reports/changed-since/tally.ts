import type { Counts, TotalsRow } from '../../metrics/figures.js';
import { PERCENTILES } from '../../metrics/statements.js';
import type { Unit } from './units.js';

/** The totals of a figure while units come and go, one at a time. */
export class Tally {
  private readonly spans: number[] = [];
  private sum = 0n;
  private n = 0;
  private population = 0;
  private numerator = 0;

  static of(units: Iterable<Unit>): Tally {
    const tally = new Tally();
    for (const unit of units) tally.count(unit, 1);
    tally.spans.sort((a, b) => a - b);
    return tally;
  }

  private count({ counts, microseconds, hit }: Unit, by: 1 | -1): void {
    this.population += by;
    if (!counts) return;
    this.n += by;
    if (hit) this.numerator += by;
    if (microseconds === null) return;
    this.sum += BigInt(by) * BigInt(microseconds);
    if (by === 1) this.spans.push(microseconds);
  }

  /** In place of what a unit was (undefined: not there) comes what it is. */
  replace(was: Unit | undefined, is: Unit | undefined): void {
    if (was) {
      this.count(was, -1);
      if (was.counts && was.microseconds !== null) this.spans.splice(this.placeOf(was.microseconds), 1);
    }
    if (!is) return;
    this.count(is, 1);
    if (!is.counts || is.microseconds === null) return;
    this.spans.pop();
    this.spans.splice(this.placeOf(is.microseconds), 0, is.microseconds);
  }

  /** Of the first span that is not smaller. */
  private placeOf(span: number): number {
    let [low, high] = [0, this.spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]! < span) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** As the statements of the metrics give them; reasons are not told apart. */
  totals(): TotalsRow & Counts {
    const { n, population, numerator, spans } = this;
    const percentiles = spans.length > 0 ? PERCENTILES.map((share) => this.percentile(share)) : null;
    const mean = spans.length > 0 ? Number(this.sum) / spans.length : null;
    return { n, population, numerator, percentiles, mean, left_out: [], excluded: [] };
  }

  /** Interpolated linearly, as percentile_cont does. */
  private percentile(share: number): number {
    const at = share * (this.spans.length - 1);
    const low = this.spans[Math.floor(at)]!;
    const high = this.spans[Math.ceil(at)]!;
    return low + (at - Math.floor(at)) * (high - low);
  }
}
