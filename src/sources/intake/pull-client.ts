import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from '../../support/errors.js';
import type { PullAnswer, PullClient, PullQuery } from '../source.js';

export interface PullOptions {
  /** What every path is below, `https://st2.acme.example/api`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
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

type Request = { readonly method: 'GET' } | { readonly method: 'POST'; readonly body: string };

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
  constructor(private readonly options: PullOptions) {}

  async get(path: string, query: PullQuery = {}): Promise<PullAnswer> {
    return this.ask(this.address(path, query), { method: 'GET' });
  }

  async post(path: string, body: unknown): Promise<PullAnswer> {
    return this.ask(this.address(path, {}), { method: 'POST', body: JSON.stringify(body) });
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

  private async askOnce(address: URL, request: Request): Promise<PullAnswer> {
    const { origin, pathname } = address;
    let response: Response;
    let body: Buffer;
    try {
      response = await fetch(address, {
        ...request,
        redirect: 'error',
        headers: {
          accept: 'application/json',
          ...(request.method === 'POST' && { 'content-type': 'application/json' }),
          ...this.options.headers,
        },
        signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      });
      body = await readBody(response);
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      throw new Again(`${origin}${pathname} cannot be read: ${reasonOf(thrown)}`);
    }
    if (response.ok) return answerOf(response, body);
    const told = `${origin}${pathname} answered ${response.status}`;
    if (isBusy(response)) throw new Again(told, waitOf(response));
    if (response.status >= 500) throw new Again(told);
    throw new UserError(`${told}${adviceOn(response.status)}.`);
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

const adviceOn = (status: number): string => {
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
