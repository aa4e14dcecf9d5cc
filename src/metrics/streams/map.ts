import { figuresOf, type TimeFigures, variationOf } from './figures.js';
import { type Journey, lastStop, leadOf, processOf, type Visit, waitOf, wasSentBack } from './journey.js';
import { type OpenItem, openItemOf } from './open-items.js';

export interface StepFigures {
  readonly name: string;
  /** Visits that ended in the range. */
  readonly visits: number;
  readonly process: TimeFigures;
  readonly wait: TimeFigures;
  readonly lead: TimeFigures;
  readonly completeAndAccurate: number | null;
  /** The product of this and all steps before it. */
  readonly rolledCompleteAndAccurate: number | null;
  readonly scrapRate: number | null;
  readonly variation: number | null;
  readonly wip: number;
  readonly wipAge: TimeFigures;
}

/** Items that go straight from one step to another; null: where they enter or are finished. */
export interface Edge {
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
  readonly wait: TimeFigures;
}

export interface StreamMap {
  readonly steps: readonly StepFigures[];
  readonly edges: readonly Edge[];
  readonly finished: number;
  readonly left: number;
  readonly open: number;
  readonly flowTime: TimeFigures;
  readonly process: TimeFigures;
  readonly wait: TimeFigures;
  readonly flowEfficiency: number | null;
  readonly completeAndAccurate: number | null;
  /** Finished items per day; null where the span is empty. */
  readonly velocity: number | null;
  readonly distribution: readonly { readonly type: string; readonly count: number }[];
}

/** Milliseconds: what ended since `from` counts; what is open has the age that it has at `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;

/** The figures of these journeys: of what ended in the span, and of what is open at its end. */
export const mapOf = (steps: readonly string[], journeys: readonly Journey[], span: Span): StreamMap => {
  const tally = new Tally(steps, span);
  for (const journey of journeys) tally.add(journey);
  return tally.map();
};

/** What the visits of one step add up to, times in milliseconds. */
class StepTally {
  readonly process: number[] = [];
  readonly wait: number[] = [];
  readonly lead: number[] = [];
  readonly ages: number[] = [];
  sentBack = 0;
  again = 0;

  add(visit: Visit, sentBack: boolean): void {
    const process = processOf(visit);
    if (process !== undefined) this.process.push(process);
    this.wait.push(waitOf(visit)!);
    this.lead.push(leadOf(visit)!);
    if (sentBack) this.sentBack += 1;
    if (visit.again) this.again += 1;
  }

  get completeAndAccurate(): number | null {
    const n = this.lead.length;
    return n > 0 ? (n - this.sentBack) / n : null;
  }
}

class Tally {
  private readonly steps: readonly StepTally[];
  /** By `edgeKey`. */
  private readonly edges = new Map<number, number[]>();
  private readonly types = new Map<string, number>();
  private readonly flowTimes: number[] = [];
  private first = Number.POSITIVE_INFINITY;
  private left = 0;
  private open = 0;

  constructor(
    private readonly names: readonly string[],
    private readonly span: Span,
  ) {
    this.steps = names.map(() => new StepTally());
  }

  add(journey: Journey): void {
    const { visits, finished, entered, type } = journey;
    this.first = Math.min(this.first, entered);
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    for (const [i, visit] of visits.entries()) this.addVisit(visits, visit, i);
    const open = openItemOf(journey);
    if (open) this.addOpen(open);
    else if (finished === undefined) this.left += 1;
    else {
      this.flowTimes.push(finished - entered);
      if (finished >= this.span.from)
        this.addEdge(visits.at(-1)?.step, undefined, finished - lastStop(journey));
    }
  }

  private addVisit(visits: readonly Visit[], visit: Visit, i: number): void {
    if (visit.stop === undefined || visit.stop < this.span.from) return;
    this.steps[visit.step]!.add(visit, wasSentBack(visits, i));
    this.addEdge(visits[i - 1]?.step, visit.step, waitOf(visit)!);
  }

  private addEdge(from: number | undefined, to: number | undefined, wait: number): void {
    const key = this.edgeKey(from, to);
    const waits = this.edges.get(key);
    if (waits) waits.push(wait);
    else this.edges.set(key, [wait]);
  }

  /** Numbers are found faster than texts, and there is one for every visit; 0 stands for no step. */
  private edgeKey(from: number | undefined, to: number | undefined): number {
    return ((from ?? -1) + 1) * (this.names.length + 1) + (to ?? -1) + 1;
  }

  private addOpen({ step, since }: OpenItem): void {
    this.open += 1;
    this.steps[step]?.ages.push(Math.max(0, this.span.to - since));
  }

  map(): StreamMap {
    const process = figuresOf(...this.steps.map((step) => step.process));
    const behind = [...this.edges].filter(([key]) => key % (this.names.length + 1) === 0);
    const wait = figuresOf(...this.steps.map((step) => step.wait), ...behind.map(([, waits]) => waits));
    const steps = this.stepFigures();
    return {
      steps,
      edges: this.edgeFigures(),
      finished: this.flowTimes.length,
      left: this.left,
      open: this.open,
      flowTime: figuresOf(this.flowTimes),
      process,
      wait,
      flowEfficiency: efficiency(process, wait),
      completeAndAccurate: steps.at(-1)?.rolledCompleteAndAccurate ?? null,
      velocity: perDay(this.flowTimes.length, {
        from: Math.max(this.span.from, this.first),
        to: this.span.to,
      }),
      distribution: [...this.types]
        .map(([type, count]) => ({ type, count }))
        .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
    };
  }

  private stepFigures(): StepFigures[] {
    let rolled: number | null = null;
    return this.steps.map((step, i) => {
      const { completeAndAccurate } = step;
      if (completeAndAccurate !== null) rolled = (rolled ?? 1) * completeAndAccurate;
      const lead = figuresOf(step.lead);
      const visits = lead.n;
      return {
        name: this.names[i]!,
        visits,
        process: figuresOf(step.process),
        wait: figuresOf(step.wait),
        lead,
        completeAndAccurate,
        rolledCompleteAndAccurate: rolled,
        scrapRate: visits > 0 ? step.again / visits : null,
        get variation() {
          return variationOf(lead);
        },
        wip: step.ages.length,
        wipAge: figuresOf(step.ages),
      };
    });
  }

  /** The most frequent first. */
  private edgeFigures(): Edge[] {
    const width = this.names.length + 1;
    const name = (step: number): string | null => (step === 0 ? null : this.names[step - 1]!);
    return [...this.edges]
      .sort(([a, m], [b, n]) => n.length - m.length || a - b)
      .map(([key, waits]) => ({
        from: name(Math.floor(key / width)),
        to: name(key % width),
        count: waits.length,
        wait: figuresOf(waits),
      }));
  }
}

const perDay = (n: number, { from, to }: Span): number | null => (to > from ? n / ((to - from) / DAY) : null);

/** null where nobody tells when anything was worked on. */
const efficiency = ({ total: process }: TimeFigures, { total: wait }: TimeFigures): number | null => {
  const all = (process ?? 0) + (wait ?? 0);
  return process === null || all === 0 ? null : process / all;
};
