import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { S3mini, S3NetworkError, S3ServiceError } from 's3mini';
import { UserError } from '../../support/errors.js';

/** Where the bytes of outputs are kept outside of PostgreSQL, which knows their hashes. */
export interface Shelf {
  /** The same name again replaces what was there; it appears whole or not at all. */
  put(run: string, file: string, bytes: Buffer, mediaType: string): Promise<void>;
  /** undefined: it is not there. */
  get(run: string, file: string): Promise<Buffer | undefined>;
}

export const folderShelf = (folder: string): Shelf => ({
  put: async (run, file, bytes) => {
    await mkdir(join(folder, run), { recursive: true });
    const path = join(folder, run, basename(file));
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  },
  get: (run, file) => readFile(join(folder, run, basename(file))).catch(() => undefined),
});

export interface S3Settings {
  /** `https://s3.example.org/bucket`, or with a folder below: everything is kept under it. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const TIMEOUT_MS = 60_000;

/** Any storage that speaks S3, with Signature V4. A whole object is one request, so it is there or it is not. */
export const s3Shelf = ({ url, region, accessKeyId, secretAccessKey }: S3Settings): Shelf => {
  const storage = new S3mini({
    ...{ endpoint: url, region, accessKeyId, secretAccessKey },
    requestAbortTimeout: TIMEOUT_MS,
  });
  const { host } = new URL(url);
  const said = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw new UserError(`The storage ${host} ${reasonOf(thrown)}.`, 'STORAGE');
    }
  };
  const keyOf = (run: string, file: string): string => `${run}/${basename(file)}`;
  return {
    put: (run, file, bytes, mediaType) =>
      said(async () => {
        await storage.putObject(keyOf(run, file), bytes, mediaType);
      }),
    get: (run, file) =>
      said(async () => {
        const found = await storage.getObjectArrayBuffer(keyOf(run, file));
        return found ? Buffer.from(found) : undefined;
      }),
  };
};

/** Never what the storage wrote: that may repeat what was signed. */
const reasonOf = (thrown: unknown): string => {
  if (thrown instanceof S3ServiceError)
    return `answered ${thrown.status}${thrown.serviceCode ? ` (${thrown.serviceCode})` : ''}`;
  if (thrown instanceof S3NetworkError) return 'does not answer';
  return 'failed';
};
