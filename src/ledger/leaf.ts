import { createHmac } from 'node:crypto';
import { canonicalJson, sha256 } from '../support/hash.js';

/** A row of the event store, as bytes: what it means is nobody's business here. */
export interface StoredEvent {
  readonly id: string;
  /** SHA-256 of the data, hexadecimal. */
  readonly digest: string;
  readonly type: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly recordedAt: string;
  readonly source: string;
  readonly deliveryKey: string;
  readonly data: string;
}

/** What a leaf is made of. */
export interface Sealed {
  readonly event: StoredEvent;
  /** 32 random bytes; without them nobody can tell whether a guess of the data is right. */
  readonly salt: Buffer;
  /** SHA-256 of the delivery's body, hexadecimal; null when the event came without a delivery. */
  readonly deliveryHash: string | null;
}

export const SALT_BYTES = 32;

const commit = (salt: Buffer, what: string, text: string): string =>
  createHmac('sha256', salt).update(`${what}\n${text}`).digest('base64');

/** The bytes of an event's leaf. They say which event it is, and hold what it says only under the salt. */
export const leafOf = ({ event, salt, deliveryHash }: Sealed): string =>
  canonicalJson({
    v: 1,
    kind: 'event',
    id: event.id,
    type: event.type,
    at: event.at,
    recordedAt: event.recordedAt,
    source: event.source,
    data: commit(salt, 'data', event.data),
    delivery: commit(salt, 'delivery', `${event.deliveryKey}\n${deliveryHash ?? ''}`),
  });

/** The bytes of a leaf that says that the data of an earlier one was erased. */
export const erasureLeaf = (erased: number, recordedAt: string): string =>
  canonicalJson({ v: 1, kind: 'erasure', erased, recordedAt });

/** Names the body of a delivery to those who know its hash, and to nobody else. */
export const bodyMark = (deliveryKey: string, hash: string): string =>
  sha256(`body\n${deliveryKey}\n${hash}`).toString('base64');

/** The bytes of a leaf that says that the body of a delivery was erased, while other events stand on it. */
export const bodyErasureLeaf = (mark: string, recordedAt: string): string =>
  canonicalJson({ v: 1, kind: 'erasure', body: mark, recordedAt });

interface LeafWords {
  readonly recordedAt: string;
  readonly id?: string;
  /** Of an erasure: the index of the leaf that it took the data from. */
  readonly erased?: number;
  /** Of an erasure: the mark of the body that it took away. */
  readonly body?: string;
}

/** What the log itself has to know of a leaf; undefined when it is not one of ours. */
export const readLeaf = (leaf: string): LeafWords | undefined => {
  try {
    const value = JSON.parse(leaf) as {
      recordedAt?: unknown;
      id?: unknown;
      erased?: unknown;
      body?: unknown;
    };
    if (typeof value?.recordedAt !== 'string') return undefined;
    return {
      recordedAt: value.recordedAt,
      ...(typeof value.id === 'string' ? { id: value.id } : {}),
      ...(typeof value.erased === 'number' ? { erased: value.erased } : {}),
      ...(typeof value.body === 'string' ? { body: value.body } : {}),
    };
  } catch {
    return undefined;
  }
};
