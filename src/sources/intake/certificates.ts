import type { Clock } from '../../support/clock.js';

const KEPT_MS = 24 * 60 * 60 * 1_000;
const LONGEST_WAIT_MS = 3_000;
const MOST_BYTES = 64 * 1024;
const MOST_KEPT = 100;

interface Kept {
  readonly pem: string;
  readonly until: number;
}

/** Certificates that senders name in their requests, fetched by HTTPS and kept for a day. */
export class Certificates {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {}

  /** @returns undefined when it cannot be had: the sender is then not recognized, and may send again. */
  async at(url: string): Promise<string | undefined> {
    const now = this.clock.now().getTime();
    const known = this.kept.get(url);
    if (known && known.until > now) return known.pem;
    const pem = await fetchText(url);
    if (pem === undefined) return undefined;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(url, { pem, until: now + KEPT_MS });
    return pem;
  }
}

const fetchText = async (url: string): Promise<string | undefined> => {
  if (!url.startsWith('https://')) return undefined;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(LONGEST_WAIT_MS), redirect: 'error' });
    const text = answer.ok ? await answer.text() : '';
    return text.length > 0 && text.length <= MOST_BYTES ? text : undefined;
  } catch {
    return undefined;
  }
};
