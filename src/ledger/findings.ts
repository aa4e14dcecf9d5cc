/** Something that is not as the service wrote it. */
export interface Finding {
  readonly where: 'event' | 'leaf' | 'tile' | 'checkpoint' | 'recording' | 'witness';
  /** Which one: an event id, an index, a size, a time. */
  readonly which: string;
  /** One sentence. */
  readonly what: string;
}

/** A store that was rewritten whole gives as many findings as rows; the first ones are enough to see that. */
const MOST_KEPT = 200;

/** Findings in the order of their discovery. */
export class Findings {
  readonly kept: Finding[] = [];
  count = 0;

  add(where: Finding['where'], which: string | number, what: string): void {
    this.count += 1;
    if (this.kept.length < MOST_KEPT) this.kept.push({ where, which: String(which), what });
  }
}
