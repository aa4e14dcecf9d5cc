import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from './errors.js';

export interface OpenFile {
  /** The bytes, unpacked. */
  readonly content: Readable;
  /** How much of the file (as it lies on the disk, packed or not) was read so far. */
  readonly bytesRead: () => number;
}

/**
 * Opens a file, plain or packed by gzip.
 *
 * @param hint what to do when it is no file: `name a file with one event a line`.
 * @throws UserError when there is no such file.
 */
export const openFile = async (file: string, hint: string): Promise<OpenFile> => {
  const packed = await isPacked(file, hint);
  const raw = createReadStream(file);
  const bytesRead = () => raw.bytesRead;
  if (!packed) return { content: raw, bytesRead };
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => raw.destroy());
  return { content: raw.pipe(gunzip), bytesRead };
};

/** Packed or not is told by the first two bytes; the name of a file may say anything. */
const isPacked = async (file: string, hint: string): Promise<boolean> => {
  try {
    if (!(await stat(file)).isFile()) throw new UserError(`${file} is no file; ${hint}.`);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : unreadable(file, thrown);
  }
};

const unreadable = (file: string, thrown: unknown): UserError =>
  new UserError(`${file} cannot be read: ${messageOf(thrown)}.`);

/** The bytes of an opened file; what breaks while they are read is told as a UserError. */
export async function* readable(file: string, content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}
