import { readdirSync, readFileSync } from 'node:fs';
import type { RawRequest, Reception } from '../../src/sources/source.js';

/** A delivery as `samples/` of a source holds it: the body as a JSON value, or as a text when it is not JSON. */
export interface Sample {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const folderOf = (source: string): URL => new URL(`../../src/sources/${source}/samples/`, import.meta.url);

/** The names of a source's samples, without `.json`. */
export const sampleNames = (source: string): string[] =>
  readdirSync(folderOf(source))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

export const readSample = (source: string, name: string): Sample =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folderOf(source)), 'utf8')) as Sample;

export const requestOf = ({ headers, body }: Sample): RawRequest => ({
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** How a test's request reached us, when nothing about that matters. */
export const RECEPTION: Reception = {
  now: new Date('2026-03-02T10:00:00Z'),
  url: 'https://throughline.example.org/hooks/sample',
};

/** The sample with some members of its body changed, however deep; undefined takes a member away. */
export const patched = (sample: Sample, patch: object): Sample => ({
  ...sample,
  body: merged(sample.body, patch),
});

const merged = (value: unknown, patch: unknown): unknown => {
  if (!isPlain(value) || !isPlain(patch)) return patch;
  const members = Object.entries(patch).map(([key, member]) => [key, merged(value[key], member)]);
  return { ...value, ...Object.fromEntries(members) };
};

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
