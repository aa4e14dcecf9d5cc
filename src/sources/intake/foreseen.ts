import type { NewDelivery } from './inbox.js';

type Identity = Pick<NewDelivery, 'source' | 'key'>;

/** What an interpretation of theirs takes up is some five times as much. */
const MOST_BYTES = 12 * 1024 * 1024;

/** What deliveries come to that were read before anybody claimed them, as far as there is room for it. */
export class Foreseen<T> {
  private readonly known = new Map<string, { readonly what: T; readonly bytes: number }>();
  private bytes = 0;

  hasRoom(): boolean {
    return this.bytes < MOST_BYTES;
  }

  add(delivery: NewDelivery, what: T): void {
    const bytes = delivery.body.length;
    this.known.set(nameOf(delivery), { what, bytes });
    this.bytes += bytes;
  }

  has(delivery: Identity): boolean {
    return this.known.has(nameOf(delivery));
  }

  /** Each is given once. */
  take(delivery: Identity): T | undefined {
    const name = nameOf(delivery);
    const found = this.known.get(name);
    this.known.delete(name);
    this.bytes -= found?.bytes ?? 0;
    return found?.what;
  }
}

const nameOf = ({ source, key }: Identity): string => `${source}/${key}`;
