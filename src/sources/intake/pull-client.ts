import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../support/clock.js';
import { messageOf, UserError } from '../../support/errors.js';
import type { PullAnswer, PullClient, PullQuery, Unsigned } from '../source.js';

export interface PullOptions {
  /** What every path is below, `https://st2.acme.example/api`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What each request needs besides, such as its signature. */
  readonly sign?: ((request: Unsigned) => Readonly<Record<string, string>>) | undefined;
  /** Whether an answer (beside 429 and 503) means that it was asked too often. */
  readonly isBusy?: ((status: number, body: string) => boolean) | undefined;
  /** From one request to the next. */
  readonly everyMs?: number | undefined;
  readonly clock?: Clock;
  /** Told before each pause. */
  readonly onWait?: (milliseconds: number, why: string) => void;
  /** Ends the wait at shutdown. */
  readonly signal?: AbortSignal;
  /** The first pause after a failure; each further one is twice as long. For tests. */
  readonly firstPauseMs?: number;
}

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A server that asks for more than this is asked again at the next turn. */
const LONGEST_PATIENCE_MS = 15 * 60_000;
const LONGEST_ANSWER_MS = 60_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Request {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Whether asking again may help, and when. */
class Again extends Error {
  constructor(
    message: string,
    readonly afterMs?: number,
  ) {
    super(message);
  }
}

/** Asks a system's API: waits as long as it asks to, and tries again when it is busy, broken or cuts the connection. */
export class HttpPullClient implements PullClient {
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: PullOptions) {}

  async get(path: string, query: PullQuery = {}): Promise<PullAnswer> {
    return this.ask(this.address(path, query), { method: 'GET', headers: {} });
  }

  async post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PullAnswer> {
    return this.ask(this.address(path, {}), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** A link to the next page is followed only to the same server: it would be handed the credential. */
  private address(path: string, query: PullQuery): URL {
    const base = new URL(`${this.options.url.replace(/\/+$/, '')}/`);
    const address = URL.canParse(path) ? new URL(path) : new URL(path.replace(/^\/+/, ''), base);
    if (address.origin !== base.origin) {
      throw new UserError(
        `The answer leads to ${address.origin}, which is not ${base.origin}: not followed.`,
      );
    }
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    return address;
  }

  private async ask(address: URL, request: Request): Promise<PullAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.askOnce(address, request);
      } catch (thrown) {
        if (!(thrown instanceof Again)) throw thrown;
        const pause = thrown.afterMs ?? this.pauseAfter(attempt);
        if (attempt >= ATTEMPTS || pause > LONGEST_PATIENCE_MS) throw new UserError(`${thrown.message}.`);
        this.options.onWait?.(pause, thrown.message);
        await sleep(pause, undefined, { signal: this.options.signal });
      }
    }
  }

  private pauseAfter(attempt: number): number {
    const first = this.options.firstPauseMs ?? FIRST_PAUSE_MS;
    return Math.min(LONGEST_PAUSE_MS, first * 2 ** (attempt - 1));
  }

  /** Waits for its turn, where the system allows only so many requests a second. */
  private async turn(): Promise<Date> {
    const clock = this.options.clock ?? systemClock;
    const wait = this.askedAt + (this.options.everyMs ?? 0) - clock.now().getTime();
    if (wait > 0) await sleep(wait, undefined, { signal: this.options.signal });
    const now = clock.now();
    this.askedAt = now.getTime();
    return now;
  }

  private headersOf(address: URL, request: Request, now: Date): Record<string, string> {
    const { headers: own, sign } = this.options;
    const headers = { accept: 'application/json', ...request.headers, ...own };
    const { method, body = '' } = request;
    return { ...headers, ...sign?.({ method, url: address, headers, body, now }) };
  }

  private async askOnce(address: URL, request: Request): Promise<PullAnswer> {
    const { origin, pathname } = address;
    const headers = this.headersOf(address, request, await this.turn());
    let response: Response;
    let body: Buffer;
    try {
      response = await fetch(address, {
        method: request.method,
        ...(request.body !== undefined && { body: request.body }),
        redirect: 'error',
        headers,
        signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      });
      body = await readBody(response);
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      throw new Again(`${origin}${pathname} cannot be read: ${reasonOf(thrown)}`);
    }
    if (response.ok) return answerOf(response, body);
    const told = `${origin}${pathname} answered ${response.status}`;
    if (isBusy(response) || this.options.isBusy?.(response.status, body.toString('utf8')))
      throw new Again(told, waitOf(response));
    if (response.status >= 500) throw new Again(told);
    throw new UserError(`${told}${adviceOn(response.status, body)}.`);
  }
}

const isBusy = ({ status, headers }: Response): boolean =>
  status === 429 ||
  status === 503 ||
  (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'));

/** `Retry-After` in seconds or as a date; else when the limit begins anew. */
const waitOf = ({ headers }: Response): number | undefined => {
  const after = headers.get('retry-after');
  const sent = Date.parse(headers.get('date') ?? '');
  if (after !== null && /^\d+$/.test(after.trim())) return Number(after) * 1_000;
  if (after !== null && !Number.isNaN(Date.parse(after)) && !Number.isNaN(sent)) {
    return Math.max(0, Date.parse(after) - sent);
  }
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000;
  return Number.isNaN(reset) || Number.isNaN(sent) ? undefined : Math.max(0, reset - sent);
};

const SHOWN = 300;

const adviceOn = (status: number, body: Buffer): string => {
  if (status === 400) return `: ${body.toString('utf8').replace(/\s+/g, ' ').trim().slice(0, SHOWN)}`;
  if (status === 401 || status === 403) return ': check the credential of this source and what it may read';
  if (status === 404) return ': check the address of this source';
  return '';
};

const readBody = async (response: Response): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES)
      throw new UserError(`${response.url} answered with more than 64 MB: ask for less.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const answerOf = (response: Response, body: Buffer): PullAnswer => ({
  headers: Object.fromEntries(response.headers),
  body,
  json: () => JSON.parse(body.toString('utf8')) as unknown,
});

/** Node hides why a connection failed in the cause. */
const reasonOf = (thrown: unknown): string =>
  messageOf(thrown instanceof Error && thrown.cause ? thrown.cause : thrown) || 'the connection broke';
