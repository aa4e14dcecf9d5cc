import { type Document, isSeq } from 'yaml';
import type { Clock } from '../support/clock.js';
import { UserError } from '../support/errors.js';
import { canonicalJson, shortHash } from '../support/hash.js';
import type { Db } from '../support/rows.js';
import { parseYaml } from '../support/yaml.js';
import type { Granted } from './settings.js';
import { applySettings, currentSettings } from './settings-store.js';

const FILE = 'policies.yaml';

/** A granted exception, by what it says: the same words are the same exception. */
export interface NamedException extends Granted {
  readonly id: string;
}

export const exceptionId = (granted: Granted): string => shortHash(canonicalJson(granted));

/** Those that hold now and those that ran out, as the policies name them. */
export const grantedExceptions = async (db: Db): Promise<NamedException[]> =>
  (await currentSettings(db)).settings.exceptions.map((granted) => ({
    ...granted,
    id: exceptionId(granted),
  }));

/** What somebody with the right to says may deviate, for how long and why. */
export type NewException = Omit<Granted, 'by'>;

/**
 * Adds an exception to the policies that hold; the rest of the file stays as it is written, comments too.
 *
 * @param by who grants it.
 * @throws UserError `BAD_POLICY`
 */
export const grantException = async (
  db: Db,
  clock: Clock,
  { granted, by }: { readonly granted: NewException; readonly by: string },
): Promise<NamedException> => {
  const { text } = await currentSettings(db);
  const document = documentOf(text ?? '');
  const said = Object.fromEntries(
    Object.entries({ ...granted, by }).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
  if (!isSeq(document.get('exceptions'))) document.set('exceptions', document.createNode([]));
  document.addIn(['exceptions'], document.createNode(said));
  const { exceptions } = await applySettings(db, clock, { text: document.toString(), name: FILE, by });
  const added = exceptions.at(-1)!;
  return { ...added, id: exceptionId(added) };
};

/**
 * Takes an exception out of the policies that hold. The policies before stay, and so do the verdicts that it gave.
 *
 * @throws UserError `NOT_FOUND`
 */
export const revokeException = async (
  db: Db,
  clock: Clock,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<NamedException> => {
  const { text, settings } = await currentSettings(db);
  const place = settings.exceptions.findIndex((granted) => exceptionId(granted) === id);
  if (place < 0)
    throw new UserError(
      `There is no exception ${JSON.stringify(id)} now: somebody may have taken it back. Ask "exceptions" which there are.`,
      'NOT_FOUND',
    );
  const document = documentOf(text ?? '');
  document.deleteIn(['exceptions', place]);
  await applySettings(db, clock, { text: document.toString(), name: FILE, by });
  return { ...settings.exceptions[place]!, id };
};

/** A file of comments alone gets its first word. */
const documentOf = (text: string): Document => {
  const document = parseYaml(text, { schema: 'core' });
  return document.contents === null ? parseYaml(`${text}\nexceptions: []\n`, { schema: 'core' }) : document;
};
