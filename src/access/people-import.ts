import type { Actor } from '../events/vocabulary.js';
import { SPAN_COLUMNS } from '../projections/accounts.js';
import { type Claim, type Difference, differencesOf } from '../sources/people/claims.js';
import { type CodeownersContext } from '../sources/people/codeowners.js';
import { claimsAfter } from '../sources/people/index.js';
import { type FileSource, readDefinition } from '../sources/people/payload.js';
import { UserError } from '../support/errors.js';
import { type Db, inTransaction } from '../support/rows.js';
import { overlap, type Validity } from '../support/validity.js';
import { type SayingParts, settleSaid, storeSaid } from './said.js';

export interface ImportedFile {
  /** How many events the difference to the last import made; 0 when the file says nothing new. */
  readonly events: number;
  /** What could not be taken over, in words. */
  readonly leftOut: readonly string[];
}

export interface FileToImport {
  /** As the person named it, for the messages. */
  readonly name: string;
  readonly source: FileSource;
}

/**
 * Imports a file about people, teams or owners: what differs from the last import of its registry becomes events.
 *
 * @throws UserError with line and column of the first thing that is wrong; then nothing is imported.
 */
export const importPeopleFile = async (
  parts: SayingParts,
  { name, source }: FileToImport,
  by: Actor,
): Promise<ImportedFile> => {
  const read = readDefinition(source);
  if (!read.ok) {
    const { line, column, message } = read.flaw;
    throw new UserError(`${name}:${line}:${column}: ${message}; nothing was imported.`);
  }
  const { registry, leftOut } = read.value;
  const key = await inTransaction(parts.pool, async (db) => {
    // Two imports of one registry at once must not start from the same state.
    await lockRegistry(db, registry);
    const before = await readCursor(db, registry);
    const said = { at: parts.clock.now().toISOString(), first: before === undefined, before: before ?? [] };
    const after = claimsAfter(said, read.value);
    const differences = differencesOf(said.before, after);
    if (differences.length === 0) return undefined;
    await refuseForeign(db, name, differences);
    await writeCursor(db, registry, after);
    return storeSaid(db, { ...source, ...said, by, file: name });
  });
  return { events: key === undefined ? 0 : await settleSaid(parts, key), leftOut };
};

/** What an administrator or another registry said of an account is not taken from them by a file. */
const refuseForeign = async (db: Db, name: string, differences: readonly Difference[]): Promise<void> => {
  const wanted = differences.filter(({ subject, after }) => subject[0] === 'account' && after !== undefined);
  const { rows } = await db.query<Validity & { account: string; person: string }>(
    `select account, person, ${SPAN_COLUMNS} from throughline_read.person_account
     where account = any($1) order by account, valid_from`,
    [wanted.map(({ subject }) => subject[1])],
  );
  for (const one of wanted) {
    const persons = [one.before?.['person'], one.after?.['person']];
    const other = rows.find(
      (row) => row.account === one.subject[1] && overlap(row, one) && !persons.includes(row.person),
    );
    if (!other) continue;
    throw new UserError(
      `${name}: ${other.account} is linked to ${other.person} in that time, which this file did not say: split it first, or leave it out; nothing was imported.`,
      'ALREADY_LINKED',
    );
  }
};

/**
 * What the files of all registries said of these names is forgotten, so that the next file does not say that it ended.
 *
 * @param names accounts and ids of persons.
 */
export const forgetClaims = async (db: Db, names: readonly string[]): Promise<void> => {
  const { rows } = await db.query<{ registry: string }>(
    `select name as registry from throughline.import_cursor where source = 'people' order by 1`,
  );
  const said = names.map((name) => JSON.stringify(name));
  for (const { registry } of rows) {
    await lockRegistry(db, registry);
    const claims = (await readCursor(db, registry)) ?? [];
    const kept = claims.filter((claim) => {
      const text = JSON.stringify(claim);
      return !said.some((name) => text.includes(name));
    });
    if (kept.length < claims.length) await writeCursor(db, registry, kept);
  }
};

const lockRegistry = async (db: Db, registry: string): Promise<void> => {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`throughline.${registry}`]);
};

const readCursor = async (db: Db, registry: string): Promise<Claim[] | undefined> => {
  const { rows } = await db.query<{ value: string }>(
    `select value from throughline.import_cursor where source = 'people' and name = $1`,
    [registry],
  );
  return rows[0] && (JSON.parse(rows[0].value) as Claim[]);
};

const writeCursor = async (db: Db, registry: string, claims: readonly Claim[]): Promise<void> => {
  await db.query(
    `insert into throughline.import_cursor (source, name, value) values ('people', $1, $2)
     on conflict (source, name) do update set value = excluded.value`,
    [registry, JSON.stringify(claims)],
  );
};

/** What a CODEOWNERS file needs to be understood: the services of its repository, and the teams by their handles. */
export const codeownersContext = async (
  { pool }: Pick<SayingParts, 'pool'>,
  repo: string,
  service?: string,
): Promise<CodeownersContext> => {
  const teams = await pool.query<{ handle: string; team: string }>(
    'select distinct on (h.handle) h.handle, t.team from throughline_read.team t, unnest(t.handles) h(handle) order by h.handle, t.team',
  );
  const handles = Object.fromEntries(teams.rows.map(({ handle, team }) => [handle, team]));
  if (service !== undefined) return { repo, services: [{ service, paths: [] }], handles };
  return { repo, services: await servicesOf(pool, repo), handles };
};

/** As its path rules say, else as its deployments do, else the one that bears the repository's name. */
const servicesOf = async (db: Db, repo: string): Promise<CodeownersContext['services'][number][]> => {
  const mapped = await db.query<{ service: string; paths: string[] }>(
    `select service, paths from throughline_read.service_path where repo = $1 and valid_to = 'infinity' order by service`,
    [repo],
  );
  if (mapped.rows.length > 0) return mapped.rows;
  const built = await db.query<{ service: string }>(
    'select service from throughline_read.service_repo where repo = $1 order by service',
    [repo],
  );
  const services = built.rows.length > 0 ? built.rows : [{ service: repo.split('/').at(-1) || repo }];
  return services.map(({ service }) => ({ service, paths: [] }));
};
