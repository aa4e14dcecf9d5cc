import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { UserError } from '../support/errors.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The key that seals the secrets of sources: THROUGHLINE_SECRET_KEY, or one made once in the data directory. */
export const loadKey = async (config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Buffer> => {
  if (config.secretKey)
    return Buffer.from(config.secretKey, config.secretKey.length === 64 ? 'hex' : 'base64');
  const file = join(config.dataDir, 'secret.key');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return Buffer.from(known.trim(), 'hex');
  await mkdir(config.dataDir, { recursive: true });
  const key = randomBytes(KEY_BYTES);
  // `wx`: of two processes that start at once, one makes the key and the other reads it.
  const made = await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).then(
    () => true,
    () => false,
  );
  return made ? key : Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
};

/** nonce, tag and cipher text in one. */
export const seal = (key: Buffer, secret: string): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
};

export const unseal = (key: Buffer, sealed: Buffer): string => {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  } catch {
    throw new UserError(
      'The secrets of the sources were sealed with another key: set THROUGHLINE_SECRET_KEY to the one they were sealed with.',
      'WRONG_KEY',
    );
  }
};
