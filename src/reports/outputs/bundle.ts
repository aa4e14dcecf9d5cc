import { canonicalBytes } from '../../support/canonical-bytes.js';
import { sha256Hex } from '../../support/hash.js';
import type { ReportData } from '../model.js';
import { json } from './json.js';
import type { Output, OutputFile } from './output.js';
import { type ZipFileEntry, zipOf } from './zip.js';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';
export const DATA = 'data.json';
export const CHECKPOINT = 'proof/checkpoint.txt';
export const VKEY = 'proof/verifier-key.txt';
export const NEWEST_EVENT = 'proof/newest-event.json';

export interface ManifestFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

export interface Manifest {
  readonly format: 'throughline report bundle v1';
  readonly report: string;
  readonly period: string;
  readonly asOf: string;
  readonly files: readonly ManifestFile[];
}

/** What the service signs, so that nobody can put together a bundle of its own. */
export const manifestNote = (manifest: string | Uint8Array): string =>
  `throughline report bundle v1\n${sha256Hex(manifest)}\n`;

const proofOf = ({ checkpoint }: ReportData): ZipFileEntry[] => {
  if (!checkpoint) return [];
  const { note, vkey, proof } = checkpoint;
  const texts: [string, string][] = [
    [CHECKPOINT, note],
    [VKEY, `${vkey}\n`],
    ...(proof ? [[NEWEST_EVENT, proof] as [string, string]] : []),
  ];
  return texts.map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
};

/** As the JSON output holds it, which is seldom left out. */
const dataOf = (data: ReportData, earlier: readonly OutputFile[]): Buffer =>
  earlier.find(({ format }) => format === json.format)?.bytes ?? canonicalBytes(data, '\n');

/** Every other output, the data, the proof, and a manifest of their hashes that the service signed. */
export const bundle: Output = {
  format: 'zip',
  mediaType: 'application/zip',
  extension: 'zip',
  write: async ({ data, earlier, sign }) => {
    const entries: ZipFileEntry[] = [
      ...earlier.map(({ file, bytes }) => ({ path: file, bytes })),
      { path: DATA, bytes: dataOf(data, earlier) },
      ...proofOf(data),
    ];
    const manifest: Manifest = {
      format: 'throughline report bundle v1',
      report: data.report,
      period: data.period.label,
      asOf: data.asOf,
      files: entries.map(({ path, bytes }) => ({
        path,
        sha256: sha256Hex(bytes),
        size: bytes.length,
      })),
    };
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    const signature = Buffer.from(await sign(manifestNote(text)));
    return zipOf(
      [{ path: MANIFEST, bytes: text }, { path: SIGNATURE, bytes: signature }, ...entries],
      new Date(data.asOf),
    );
  },
};
