import type { Moment } from '../../projections/paths/moment.js';
import type { Visit } from './journey.js';

/** Walks through the moments of one item, and notes which steps it visits. */
export class Walker {
  readonly visits: Visit[] = [];
  /** Few at a time: an item is seldom at two steps at once. */
  private open: Visit[] = [];
  private readonly seen = new Set<number>();
  private frontier: number;

  constructor(entered: number) {
    this.frontier = entered;
  }

  isOpen(step: number): boolean {
    return this.open.some((visit) => visit.step === step);
  }

  get isBusy(): boolean {
    return this.open.length > 0;
  }

  /** The time of the last stop. */
  get doneAt(): number {
    return this.frontier;
  }

  get last(): Visit | undefined {
    return this.visits.at(-1);
  }

  /** @param worked whether work begins with it, or only the time in it is known. */
  begin(step: number, at: number, worked = true): void {
    const since = this.isBusy ? at : this.frontier;
    const visit: Visit = {
      step,
      since,
      start: worked ? at : undefined,
      stop: undefined,
      refused: false,
      again: this.seen.has(step),
    };
    this.seen.add(step);
    this.visits.push(visit);
    this.open.push(visit);
  }

  end(step: number, at: number): void {
    const visit = this.open.find((one) => one.step === step);
    if (!visit) return;
    visit.stop = at;
    this.open = this.open.filter((one) => one !== visit);
    this.frontier = Math.max(this.frontier, at);
  }

  /** The last visit went on until then. */
  extend(at: number): void {
    const last = this.visits.at(-1)!;
    last.start ??= last.stop;
    last.stop = at;
    this.frontier = Math.max(this.frontier, at);
  }

  endAll(at: number): void {
    for (const { step } of this.open) this.end(step, at);
  }

  /** Whoever had it last could not use what it got. */
  hear(moment: Moment): void {
    const { last } = this;
    if (last && isRefusal(moment)) last.refused = true;
  }
}

const REFUSING = new Set(['changes_requested', 'rejected']);

const isRefusal = ({ type, status }: Moment): boolean =>
  type === 'handoff.returned' ||
  type === 'item.reopened' ||
  ((type === 'change.reviewed' || type === 'approval.decided') && REFUSING.has(status ?? ''));
