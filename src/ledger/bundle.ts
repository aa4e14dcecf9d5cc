import { z } from 'zod';
import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { leafOf, readLeaf } from './leaf.js';
import { isConsistent, isIncluded, leafHash } from './merkle.js';
import { fromBase64, parseVkey } from './note.js';

const base64 = z.string().refine((text) => fromBase64(text) !== undefined, 'must be base64');
const text = z.string();

const bundle = z.strictObject({
  format: z.literal('throughline ledger bundle v1'),
  /** Absent once its data was erased; the leaf stays provable. */
  event: z
    .strictObject({
      id: text,
      digest: text,
      type: text,
      at: text,
      recordedAt: text,
      source: text,
      deliveryKey: text,
      data: text,
    })
    .nullable(),
  salt: base64.nullable(),
  /** SHA-256 of the delivery's body, hexadecimal. */
  deliverySha256: text.nullable(),
  leaf: text,
  index: z.int().min(0),
  path: z.array(base64),
  checkpoint: text,
  vkey: text,
  /** That the checkpoint's tree begins with that of an older checkpoint. */
  consistency: z.strictObject({ checkpoint: text, path: z.array(base64) }).nullable(),
});

/** Everything that is needed to show that an event is in the log, without the log. */
export type Bundle = z.infer<typeof bundle>;

export const writeBundle = (value: Bundle): string => `${JSON.stringify(bundle.parse(value), null, 2)}\n`;

/** What the reader knows apart from the bundle. */
export interface Known {
  /** Of the log, from somewhere else than the bundle. */
  readonly vkey?: string;
  /** A checkpoint of the log that the reader kept, as a signed note. */
  readonly witness?: string;
}

/** What a bundle shows. */
export interface Shown {
  readonly eventId: string | undefined;
  readonly isErased: boolean;
  readonly index: number;
  readonly checkpoint: Checkpoint;
  readonly vkey: string;
}

/**
 * Checks a bundle with nothing but itself and what the reader knows.
 *
 * @throws UserError with the reason why it is refused.
 */
export const verifyBundle = (file: string, known: Known = {}): Shown => {
  const value = parse(file);
  if (known.vkey !== undefined && value.vkey !== known.vkey) {
    throw refuse('OTHER_LOG', `it names the key ${value.vkey}, not ${known.vkey}`);
  }
  const verifier = parseVkey(value.vkey);
  const checkpoint = openCheckpoint(value.checkpoint, verifier);
  checkEvent(value);
  checkInclusion(value, checkpoint);
  checkConsistency(value, checkpoint);
  if (known.witness !== undefined) checkWitness(value, checkpoint, known.witness);
  const eventId = readLeaf(value.leaf)?.id;
  return { eventId, isErased: value.event === null, index: value.index, checkpoint, vkey: value.vkey };
};

const parse = (file: string): Bundle => {
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch {
    throw refuse('BAD_BUNDLE', 'it is not JSON');
  }
  const parsed = bundle.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw refuse('BAD_BUNDLE', `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  }
  if (writeBundle(parsed.data) !== file) {
    throw refuse('BAD_BUNDLE', 'it is not spelled as throughline ledger prove spells it');
  }
  return parsed.data;
};

const checkEvent = ({ event, salt, deliverySha256, leaf }: Bundle): void => {
  if (event === null || salt === null) {
    if (event === null && salt === null && deliverySha256 === null) return;
    throw refuse('BAD_BUNDLE', 'of event, salt and delivery some are erased and some are not');
  }
  if (sha256Hex(event.data) !== event.digest) {
    throw refuse('EVENT_CHANGED', 'the data of the event does not have its digest');
  }
  if (leafOf({ event, salt: Buffer.from(salt, 'base64'), deliveryHash: deliverySha256 }) !== leaf) {
    throw refuse('EVENT_CHANGED', 'the event, its salt or its delivery is not what the leaf was made of');
  }
};

const checkInclusion = ({ leaf, index, path }: Bundle, { size, root }: Checkpoint): void => {
  if (index >= size) throw refuse('STALE', `its checkpoint has ${size} leaves, and leaf ${index} came later`);
  const hashes = path.map((hash) => Buffer.from(hash, 'base64'));
  if (isIncluded({ index, leaf: leafHash(leaf), path: hashes }, { size, root })) return;
  throw refuse(
    'NOT_INCLUDED',
    `its path does not lead from leaf ${index} to the root that was signed for ${size} leaves: something was changed, or the path is of a tree of another size`,
  );
};

const checkConsistency = ({ consistency, vkey }: Bundle, checkpoint: Checkpoint): void => {
  if (!consistency) return;
  const older = openCheckpoint(consistency.checkpoint, parseVkey(vkey));
  const path = consistency.path.map((hash) => Buffer.from(hash, 'base64'));
  if (isConsistent(older, checkpoint, path)) return;
  throw refuse('INCONSISTENT', `its tree does not begin with that of the checkpoint of ${older.size} leaves`);
};

const checkWitness = ({ consistency, vkey }: Bundle, checkpoint: Checkpoint, witness: string): void => {
  const kept = openCheckpoint(witness, parseVkey(vkey));
  if (kept.size > checkpoint.size) {
    throw refuse(
      'STALE',
      `its checkpoint has ${checkpoint.size} leaves and yours ${kept.size}: ask for a fresh one`,
    );
  }
  if (kept.size === checkpoint.size) {
    if (kept.root.equals(checkpoint.root)) return;
    throw refuse('FORKED', `its checkpoint and yours of ${kept.size} leaves have different roots`);
  }
  if (consistency?.checkpoint === witness) return;
  throw refuse(
    'UNCONNECTED',
    'nothing in it leads from your checkpoint to its own: ask for one made with --since and your checkpoint',
  );
};

const refuse = (code: string, why: string): UserError =>
  new UserError(`The bundle is refused: ${why}.`, code);
