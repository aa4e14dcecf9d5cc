import type { Pool } from 'pg';
import { type FileToImport, type ImportedFile, importPeopleFile } from '../../src/access/people-import.js';
import type { Actor } from '../../src/events/vocabulary.js';
import { keysOf } from '../../src/projections/keys.js';
import { Projector } from '../../src/projections/projector.js';
import { Interpreter } from '../../src/sources/intake/interpreter.js';
import { findSource } from '../../src/sources/registry.js';
import { type Clock, systemClock } from '../../src/support/clock.js';

export const operator: Actor = { id: 'os:ops', name: 'ops', kind: 'human', confidence: 'asserted' };

/** Imports a file as the command does. */
export const importFile = (
  pool: Pool,
  source: FileToImport['source'],
  clock: Clock = systemClock,
): Promise<ImportedFile> => {
  const interpreter = new Interpreter(pool, { clock, keysOf, findSource });
  return importBy({ pool, clock, interpreter, projector: new Projector(pool) }, source);
};

/** By a whole service, which signs what it records. */
export const importBy = (
  parts: Parameters<typeof importPeopleFile>[0],
  source: FileToImport['source'],
): Promise<ImportedFile> => importPeopleFile(parts, { name: `${source.kind}.yaml`, source }, operator);

export const importPeople = (pool: Pool, text: string): Promise<ImportedFile> =>
  importFile(pool, { kind: 'people', text });

export const importTeams = (pool: Pool, text: string): Promise<ImportedFile> =>
  importFile(pool, { kind: 'teams', text });
