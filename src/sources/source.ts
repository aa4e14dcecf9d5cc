import type { z } from 'zod';
import type { DeliveryEvent } from '../events/vocabulary.js';

/** A delivery as it came, before anybody understood it. */
export interface RawRequest {
  /** Names in lower case; only those that the source allows are ever stored. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a configured source holds to recognize its sender; during a rotation two values are valid. */
export interface Secret {
  readonly values: readonly string[];
}

/** How a delivery reached us, beside its bytes. */
export interface Reception {
  /** For schemes that refuse a signature that is too old. */
  readonly now: Date;
  /** The address that the sender called, whole: some schemes sign it. */
  readonly url: string;
  /** What stands at the source's `certificateUrl`, in PEM. */
  readonly certificate?: string | undefined;
}

/** The configured source that a delivery came to. */
export interface Setting<S = unknown> {
  /** Its name: tells two servers of one system apart, so it belongs into ids that only one server keeps unique. */
  readonly source: string;
  readonly settings: S;
}

/** What a sender must get as the answer to its question, when the delivery is a question. */
export interface Reply {
  readonly contentType: string;
  readonly body: string;
}

export type Authenticity = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type Interpretation =
  | { readonly outcome: 'accepted'; readonly events: DeliveryEvent[] }
  | { readonly outcome: 'ignored'; readonly reason: string };

/** How a system speaks, in a few words each. */
export interface SourceAbout {
  readonly transport: string;
  readonly authentication: string;
  readonly deliveryKey: string;
  /** What is read of it, where it has `pull`. */
  readonly pull?: string;
}

/** One number of a stream that is counted without a gap, such as the builds of a job. */
export interface SequenceNumber {
  readonly stream: string;
  readonly number: number;
}

/**
 * One system of the field. A source is one folder (`index.ts`, `payload.ts`, `samples/`) and one line in `registry.ts`.
 * Every function is pure; a thrown error counts as our own fault, so the delivery is tried again; but a `UserError` of
 * `interpret` rejects the delivery with its message.
 */
export interface Source<P = unknown, S = unknown> {
  /** For example `github`. */
  readonly id: string;
  readonly title: string;
  /** For the table of docs/sources.md. */
  readonly about: SourceAbout;
  /** Its sender shows a bearer token, so `Secret` holds hashes of the valid ones (SHA-256, hexadecimal). */
  readonly bearer?: true;
  /**
   * Headers (lower case) that are kept with the delivery, because `read` or a person needs them. No secrets. A name that
   * ends in `*` stands for every header that begins so: `ce-*`.
   */
  readonly headers: readonly string[];
  /** Only the fields we need. What does not parse is `rejected` with the path and the reason. */
  readonly payload: z.ZodType<P>;
  /**
   * What a person may set for it, all of it with defaults: `{}` must be valid. Such as which actions deploy which service,
   * or the zone of local times.
   */
  readonly settings?: z.ZodType<S>;
  /** Constant time, over the raw bytes. */
  authenticate(request: RawRequest, secret: Secret, reception: Reception): Authenticity;
  /**
   * Where the certificate stands that signed this request; the intake fetches it by HTTPS before `authenticate`, and keeps
   * it. Only an address that the source trusts, whatever the request says.
   */
  certificateUrl?(request: RawRequest): string | undefined;
  /**
   * An address by whose visit the sender learns that we want its deliveries; the intake gets it once `authenticate` let
   * the request in, and refuses the delivery for now when it cannot be had. Only an address that the source trusts.
   */
  confirmUrl?(request: RawRequest): string | undefined;
  /** Answers a handshake (such as a challenge to be sent back) in place of 202. Asked after `authenticate`. */
  greet?(request: RawRequest): Reply | undefined;
  /** It takes no other answer than this one for a delivery that was stored; default: 202. */
  readonly storedStatus?: 200;
  /** The sender's id of this delivery; default: a hash of the raw body. */
  deliveryKey?(request: RawRequest): string | undefined;
  /**
   * The value that `payload` checks; default: the body as JSON. A source whose kind of event stands in a header puts
   * it here beside the body.
   */
  read?(request: RawRequest): unknown;
  interpret(payload: P, setting: Setting<S>): Interpretation;
  /** Of a log file of it: whether a line begins a record, which goes on until the next one. Default: each line is one. */
  begins?(line: string): boolean;
  /** The system counts its executions without a gap, and their names end so (`ci/shop/12`): what is missing shows. */
  readonly numbersRuns?: true;
  /** It has no sender: what it tells is imported by a command, so that nothing is missed while no service runs. */
  readonly imported?: true;
  /** It sends again what it could not deliver, by itself. */
  readonly resends?: true;
  /** How long the system keeps what happened, as it is installed. */
  readonly retentionDays?: number;
  /** How to read what the system keeps: for backfill, and again and again with overlap so that nothing is missed. */
  readonly pull?: Pull<S>;
}

/** One answer of a system's API; anything but a 2xx was thrown by the client. */
export interface PullAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** @throws Error when the body is no JSON. */
  json(): unknown;
}

export type PullQuery = Readonly<Record<string, string | number | undefined>>;

/** Asks below the configured address. Waits and asks again on 429, 5xx and cut connections. */
export interface PullClient {
  get(path: string, query?: PullQuery): Promise<PullAnswer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<PullAnswer>;
}

/** One thing that was read: stored like a delivery, so that it can be replayed like one. */
export interface Pulled {
  readonly request: RawRequest;
  /** Where to go on once this one is stored; a text of the source's own. */
  readonly cursor: string;
  /** How many there are in all, where the API tells. */
  readonly total?: number | undefined;
}

/** A request that is about to be sent, for schemes that sign each one. */
export interface Unsigned {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: Date;
}

export interface Pull<S> {
  /** The headers that carry the credential. */
  headers(credential: string): Readonly<Record<string, string>>;
  /** Headers that each request needs of its own, such as its signature. @throws UserError when the credential is none. */
  sign?(request: Unsigned, credential: string): Readonly<Record<string, string>>;
  /** The system says by this answer, and not by 429, that it was asked too often. */
  isBusy?(status: number, body: string): boolean;
  /** From one request to the next, where the system allows no more; milliseconds. */
  readonly everyMs?: number;
  /** Pages of old deliveries first. From the beginning without a cursor. */
  read(cursor: string | undefined, client: PullClient, setting: Setting<S>): AsyncIterable<Pulled>;
}

/** A source as the registry holds it: the payload's type is known only to the source itself. */
export type AnySource = Source<unknown, unknown>;
