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
export const zipOf = (entries: readonly (ZipFileEntry | ZipTextEntry)[], at: Date): Promise<Buffer> => {
  const zip = new ZipFile();
  const how = { mtime: onTheWall(at), mode: 0o100644, forceDosTimestamp: true };
  return new Promise<Buffer>((done, fail) => {
    zip.on('error', fail);
    for (const entry of entries) {
      if ('bytes' in entry) {
        zip.addBuffer(entry.bytes, entry.path, how);
        continue;
      }
      zip.addReadStreamLazy(entry.path, how, (open) => {
        const made = Readable.from(inChunks(entry.texts()), { objectMode: false });
        // What fails while it is made is nothing that the zip would hear of.
        made.on('error', fail);
        open(null, made);
      });
    }
    zip.end();
    buffer(zip.outputStream).then(done, fail);
  });
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
