import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

export const unzippedBytes = async (bytes: Buffer): Promise<Map<string, Buffer>> => {
  const entries = new Map<string, Buffer>();
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return entries;
};

export const unzipped = async (bytes: Buffer): Promise<Map<string, string>> =>
  new Map([...(await unzippedBytes(bytes))].map(([path, part]) => [path, part.toString()]));
