import { UserError } from '../support/errors.js';
import { EMPTY_ROOT, HASH_BYTES } from './merkle.js';
import { fromBase64, openNote, type Signer, signNote, type Verifier } from './note.js';

/** The state of the log at one moment, as the service signed it. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** The size of the checkpoint before, 0 for the first: none can be taken out of the row. */
  readonly previous: number;
  /** When it was signed, ISO. */
  readonly at: string;
}

/** The state before the first leaf. */
export const nothingYet = (origin: string): Checkpoint => ({
  origin,
  size: 0,
  root: EMPTY_ROOT,
  previous: 0,
  at: '',
});

/** A C2SP checkpoint; the last two lines are extensions, which other tools pass over. */
export const signCheckpoint = (checkpoint: Omit<Checkpoint, 'origin'>, signer: Signer): string => {
  const { size, root, previous, at } = checkpoint;
  const lines = [signer.name, size, root.toString('base64'), `previous ${previous}`, `at ${at}`];
  return signNote(`${lines.join('\n')}\n`, signer);
};

const FORM = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\nprevious (0|[1-9]\d{0,15})\nat ([^\n]+)\n$/;

/** @throws UserError when the key did not sign it, or it is no checkpoint of this log. */
export const openCheckpoint = (note: string, verifier: Verifier): Checkpoint => {
  const [, origin, size, encoded, previous, at] = FORM.exec(openNote(note, verifier)) ?? [];
  const root = encoded && fromBase64(encoded);
  if (!origin || !root || root.length !== HASH_BYTES || !at) {
    throw new UserError('The note is signed, but it is not a checkpoint of a ledger.', 'BAD_NOTE');
  }
  if (origin !== verifier.name) {
    throw new UserError(`The checkpoint is of another log, ${origin}.`, 'OTHER_LOG');
  }
  return { origin, size: Number(size), root, previous: Number(previous), at };
};
