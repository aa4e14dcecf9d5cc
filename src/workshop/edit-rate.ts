import { stopwatch } from '../support/clock.js';
import { UserError } from '../support/errors.js';

const PER_MS = 60_000;
/** A whole day without a network comes back in a few of these. */
const EDITS = 2_000;
const MOST_PARTICIPANTS = 10_000;

/** How many edits one participant may send in a minute: far more than a person types, far fewer than a loop does. */
export class EditRate {
  private readonly elapsed = stopwatch();
  private sent = new Map<string, number>();
  private since = 0;

  /** @throws UserError `TOO_MANY_EDITS`; whoever sends them again in a minute loses none. */
  admit(participant: string, edits: number): void {
    if (this.elapsed() - this.since > PER_MS || this.sent.size > MOST_PARTICIPANTS) {
      this.sent = new Map();
      this.since = this.elapsed();
    }
    const total = (this.sent.get(participant) ?? 0) + edits;
    if (total > EDITS) {
      throw new UserError(
        `More than ${EDITS} edits came from one place within a minute: send the rest a minute later.`,
        'TOO_MANY_EDITS',
      );
    }
    this.sent.set(participant, total);
  }
}
