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

export type Authenticity = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type Interpretation =
  | { readonly outcome: 'accepted'; readonly events: DeliveryEvent[] }
  | { readonly outcome: 'ignored'; readonly reason: string };

/**
 * One system of the field. A source is one folder (`index.ts`, `payload.ts`, `samples/`) and one line in `registry.ts`.
 * Every function is pure; a thrown error counts as our own fault, so the delivery is tried again.
 */
export interface Source<P = unknown> {
  /** For example `github`. */
  readonly id: string;
  readonly title: string;
  /** Its sender shows a bearer token, so `Secret` holds hashes of the valid ones (SHA-256, hexadecimal). */
  readonly bearer?: true;
  /**
   * Headers (lower case) that are kept with the delivery, because `read` or a person needs them. No secrets. A name that
   * ends in `*` stands for every header that begins so: `ce-*`.
   */
  readonly headers: readonly string[];
  /** Only the fields we need. What does not parse is `rejected` with the path and the reason. */
  readonly payload: z.ZodType<P>;
  /** Constant time, over the raw bytes. */
  authenticate(request: RawRequest, secret: Secret): Authenticity;
  /** The sender's id of this delivery; default: a hash of the raw body. */
  deliveryKey?(request: RawRequest): string | undefined;
  /**
   * The value that `payload` checks; default: the body as JSON. A source whose kind of event stands in a header puts
   * it here beside the body.
   */
  read?(request: RawRequest): unknown;
  interpret(payload: P): Interpretation;
}

/** A source as the registry holds it: the payload's type is known only to the source itself. */
export type AnySource = Source<unknown>;
