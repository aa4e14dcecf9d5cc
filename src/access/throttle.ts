import { stopwatch } from '../support/clock.js';

const ATTEMPTS = 20;
const PER_MS = 60_000;
const MOST_ADDRESSES = 10_000;

/** Lets an address try to sign in 20 times a minute; guessing a token is hopeless anyway, so this only spares the logs. */
export class Throttle {
  private readonly elapsed = stopwatch();
  private attempts = new Map<string, number>();
  private since = 0;

  admits(address: string): boolean {
    if (this.elapsed() - this.since > PER_MS || this.attempts.size > MOST_ADDRESSES) {
      this.attempts = new Map();
      this.since = this.elapsed();
    }
    const tried = (this.attempts.get(address) ?? 0) + 1;
    this.attempts.set(address, tried);
    return tried <= ATTEMPTS;
  }
}
