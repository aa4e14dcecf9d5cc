import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { verifyBundle } from '../ledger/bundle.js';
import { openCheckpoint } from '../ledger/checkpoint.js';
import { openNote, parseVkey } from '../ledger/note.js';
import { messageOf, UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import type { ReportData } from './model.js';
import {
  CHECKPOINT,
  DATA,
  MANIFEST,
  type Manifest,
  manifestNote,
  NEWEST_EVENT,
  SIGNATURE,
  VKEY,
} from './outputs/bundle.js';

/** What a bundle shows. */
export interface VerifiedReport {
  readonly report: string;
  readonly period: string;
  readonly asOf: string;
  readonly files: number;
  readonly vkey: string | undefined;
  /** How many leaves the ledger had; undefined where the report stands on no checkpoint. */
  readonly leaves: number | undefined;
}

/**
 * Checks the bundle of a report with nothing but itself: every file is what the manifest says, the manifest is signed,
 * and the checkpoint covers the newest event of the report.
 *
 * @param vkey the verifier key that the reader knows from elsewhere.
 * @throws UserError with the reason why it is refused.
 */
export const verifyReport = async (file: Buffer, vkey?: string): Promise<VerifiedReport> => {
  const entries = await readZip(file);
  const manifestBytes = entries.get(MANIFEST);
  if (!manifestBytes) throw refuse('it has no manifest');
  const manifest = parse<Manifest>(manifestBytes, MANIFEST);
  checkFiles(manifest, entries);
  const data = parse<ReportData>(entries.get(DATA), DATA);
  if (
    data.report !== manifest.report ||
    data.asOf !== manifest.asOf ||
    data.period.label !== manifest.period
  ) {
    throw refuse('its data is of another report than its manifest');
  }
  const key = entries.get(VKEY)?.toString().trim();
  if (vkey !== undefined && key !== vkey) throw refuse(`it names the key ${key ?? 'of nobody'}, not ${vkey}`);
  const leaves = key === undefined ? undefined : checkProof(entries, { manifestBytes, key, data });
  return {
    report: data.report,
    period: data.period.label,
    asOf: data.asOf,
    files: manifest.files.length,
    vkey: key,
    leaves,
  };
};

type Entries = ReadonlyMap<string, Buffer>;

const MOST_BYTES = 2_000_000_000;

const readZip = async (file: Buffer): Promise<Entries> => {
  const entries = new Map<string, Buffer>();
  try {
    const zip = await fromBufferPromise(file, { lazyEntries: true, validateEntrySizes: true });
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw refuse(`${entry.fileName} is in it twice`);
      total += entry.uncompressedSize;
      if (total > MOST_BYTES) throw refuse('it is larger than a report can be');
      entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : refuse(`it cannot be read as a zip (${messageOf(thrown)})`);
  }
  return entries;
};

const parse = <T>(bytes: Buffer | undefined, path: string): T => {
  if (!bytes) throw refuse(`it has no ${path}`);
  try {
    return JSON.parse(bytes.toString()) as T;
  } catch {
    throw refuse(`${path} is not JSON`);
  }
};

const checkFiles = ({ format, files }: Manifest, entries: Entries): void => {
  if (format !== 'throughline report bundle v1' || !Array.isArray(files))
    throw refuse('its manifest is of another format');
  const told = new Set([MANIFEST, SIGNATURE, ...files.map(({ path }) => path)]);
  for (const path of entries.keys()) if (!told.has(path)) throw refuse(`${path} is not in its manifest`);
  for (const { path, sha256: hash } of files) {
    const bytes = entries.get(path);
    if (!bytes) throw refuse(`${path} is missing`);
    if (sha256Hex(bytes) !== hash) throw refuse(`${path} was changed`);
  }
};

interface Signed {
  readonly manifestBytes: Buffer;
  readonly key: string;
  readonly data: ReportData;
}

const checkProof = (entries: Entries, { manifestBytes, key, data }: Signed): number => {
  const verifier = parseVkey(key);
  const signature = entries.get(SIGNATURE)?.toString();
  if (signature === undefined) throw refuse(`it has no ${SIGNATURE}`);
  if (openNote(signature, verifier) !== manifestNote(manifestBytes))
    throw refuse('its signature is of another manifest');
  const note = entries.get(CHECKPOINT)?.toString();
  if (note === undefined || note !== data.checkpoint?.note)
    throw refuse('its checkpoint is not that of its data');
  const { size } = openCheckpoint(note, verifier);
  const proof = entries.get(NEWEST_EVENT)?.toString();
  if (proof !== undefined && verifyBundle(proof, { vkey: key }).checkpoint.size !== size) {
    throw refuse('its newest event is proved in another state of the ledger');
  }
  return size;
};

const refuse = (why: string): UserError => new UserError(`The report is refused: ${why}.`, 'BAD_REPORT');
