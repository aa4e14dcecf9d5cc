import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { UserError } from '../support/errors.js';
import { sha256 } from '../support/hash.js';

/** Signed notes as C2SP defines them: a text, an empty line, and one line for each signature. */
export interface Signer {
  /** Of the key: no spaces, no plus. */
  readonly name: string;
  /** The public key as other tools take it: name, key id, algorithm and key. */
  readonly vkey: string;
  sign(text: string): Buffer;
}

export interface Verifier {
  readonly name: string;
  readonly keyId: Buffer;
  readonly key: KeyObject;
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const DASH = '\u2014';

const keyIdOf = (name: string, typedKey: Uint8Array): Buffer =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), typedKey])).subarray(0, KEY_ID_BYTES);

const publicBytes = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-32);

export const vkeyOf = (name: string, key: KeyObject): string => {
  const typed = Buffer.concat([Buffer.from([ED25519]), publicBytes(key)]);
  return `${name}+${keyIdOf(name, typed).toString('hex')}+${typed.toString('base64')}`;
};

/** @throws UserError `BAD_VKEY` */
export const parseVkey = (vkey: string): Verifier => {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = encoded && fromBase64(encoded);
  if (!name || !id || !typed || typed.length !== 33 || typed[0] !== ED25519) {
    throw new UserError(`${vkey} is not a verifier key of Ed25519, NAME+ID+KEY.`, 'BAD_VKEY');
  }
  const keyId = keyIdOf(name, typed);
  if (keyId.toString('hex') !== id) {
    throw new UserError(`The id in the verifier key ${vkey} is not that of its name and key.`, 'BAD_VKEY');
  }
  const der = Buffer.concat([SPKI_PREFIX, typed.subarray(1)]);
  return { name, keyId, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
};

/** @param text ends with a newline. */
export const signNote = (text: string, signer: Signer): string => {
  const { keyId } = parseVkey(signer.vkey);
  const signature = Buffer.concat([keyId, signer.sign(text)]).toString('base64');
  return `${text}\n${DASH} ${signer.name} ${signature}\n`;
};

/**
 * The text of a note that this key signed.
 *
 * @throws UserError `BAD_NOTE`, `UNKNOWN_SIGNER`, `BAD_SIGNATURE`
 */
export const openNote = (note: string, { name, keyId, key }: Verifier): string => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n'))
    throw new UserError('The checkpoint is not a signed note.', 'BAD_NOTE');
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(parseSignature);
  const own = signatures.find((one) => one.name === name && one.keyId.equals(keyId));
  if (!own) throw new UserError(`The checkpoint is not signed by ${name}.`, 'UNKNOWN_SIGNER');
  if (!verify(null, Buffer.from(text), key, own.signature)) {
    throw new UserError(
      `The signature of ${name} does not fit the checkpoint: it is forged or was changed.`,
      'BAD_SIGNATURE',
    );
  }
  return text;
};

const parseSignature = (line: string): { name: string; keyId: Buffer; signature: Buffer } => {
  const [, name, encoded] = new RegExp(`^${DASH} ([^\\s+]+) (\\S+)$`).exec(line) ?? [];
  const bytes = encoded && fromBase64(encoded);
  if (!name || !bytes || bytes.length < KEY_ID_BYTES + SIGNATURE_BYTES) {
    throw new UserError('The checkpoint has a line that is no signature.', 'BAD_NOTE');
  }
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
};

/** Only the one spelling that encoding gives: what decodes alike must not pass for the same text. */
export const fromBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};
