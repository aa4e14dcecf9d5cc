import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A zip with the same bytes for the same entries, whatever the hour and the zone of the machine. */
export const zipOf = async (entries: readonly ZipEntry[], at: Date): Promise<Buffer> => {
  const zip = new ZipFile();
  const mtime = onTheWall(at);
  for (const { path, bytes } of entries)
    zip.addBuffer(bytes, path, { mtime, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  return buffer(zip.outputStream);
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
