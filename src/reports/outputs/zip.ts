import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { inChunks } from '../../support/chunks.js';

export interface ZipFileEntry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A file that is made while it is packed, so that it never stands in memory as a whole. */
export interface ZipTextEntry {
  readonly path: string;
  readonly texts: () => Iterable<string>;
}

/** A zip with the same bytes for the same entries, whatever the hour and the zone of the machine. */
export const zipOf = async (entries: readonly (ZipFileEntry | ZipTextEntry)[], at: Date): Promise<Buffer> => {
  const zip = new ZipFile();
  const how = { mtime: onTheWall(at), mode: 0o100644, forceDosTimestamp: true };
  const packed = new Promise<Buffer>((done, fail) => {
    zip.on('error', fail);
    buffer(zip.outputStream).then(done, fail);
  });
  for (const entry of entries) {
    if ('bytes' in entry) zip.addBuffer(entry.bytes, entry.path, how);
    else
      zip.addReadStreamLazy(entry.path, how, (open) => {
        open(null, Readable.from(inChunks(entry.texts()), { objectMode: false }));
      });
  }
  zip.end();
  return packed;
};

/** A zip keeps the time that the machine's wall shows; ours shows UTC. */
const onTheWall = (at: Date): Date =>
  new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  );
