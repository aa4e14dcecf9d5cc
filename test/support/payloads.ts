import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Payloads that others collected, in a folder beside this repository. */
const shared = new URL('../../../shared/payloads/', import.meta.url);

export interface Collected {
  readonly name: string;
  readonly body: Buffer;
}

/** @returns undefined, and says so, where the folder is absent. */
export const collected = (system: string): Collected[] | undefined => {
  const folder = new URL(`${system}/`, shared);
  if (!existsSync(folder)) {
    console.warn(`skipped: ${folder.pathname} is not here`);
    return undefined;
  }
  return readdirSync(folder)
    .filter((name) => name !== 'SOURCE.txt' && name !== 'DOCUMENTED_FIELDS.txt')
    .map((name) => ({ name, body: readFileSync(new URL(name, folder)) }));
};

export interface Vector {
  readonly system: string;
  readonly header: string;
  readonly secret: string;
  readonly body: string;
  readonly expected: string;
}

/** What the systems document of their signatures, as far as the body stands in the file. */
export const vectors = (system: string): Vector[] => {
  const file = new URL('_signature-vectors/vectors.json', shared);
  if (!existsSync(file)) return [];
  const all = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  return all.filter((vector) => vector.system === system && vector.body !== undefined);
};
