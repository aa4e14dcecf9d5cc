import type { Runtime } from '../bootstrap/runtime.js';
import { type GitCursor, type GitOptions, type History, readHistory } from '../sources/git/history.js';
import { openRepository } from '../sources/git/read-repository.js';
import { type NewDelivery, storeDeliveries } from '../sources/intake/inbox.js';
import { UserError } from '../support/errors.js';
import { sha256Hex } from '../support/hash.js';
import { startProgress } from './progress.js';
import { projectPending } from './project-pending.js';

/** What an import found, for the person who asked for it. */
export interface Imported {
  readonly repo: string;
  readonly service: string;
  readonly environment: string;
  readonly commits: number;
  readonly releases: number;
  readonly releaseTags: number;
  /** No tag was a release, so each commit of the main line counts as a deployment. */
  readonly assumed: boolean;
}

/** Reads what is new in a local repository, through the same inbox as every other source, until it can be queried. */
export const importGit = async (runtime: Runtime, path: string, options: GitOptions): Promise<Imported> => {
  const place = await cursorName(path, options);
  const history = await readHistory(path, options, {
    cursor: await readCursor(runtime, place),
    now: runtime.clock.now(),
  });
  await store(runtime, history);
  await writeCursor(runtime, place, history.cursor);
  await projectPending(runtime, 'git');
  return {
    repo: history.repository.id,
    service: history.service,
    environment: history.environment,
    commits: history.commits,
    releases: history.releases.length,
    releaseTags: history.releaseTags,
    assumed: history.assumed,
  };
};

/** The cursor belongs to what the events are told of, not to the folder: a second clone goes on where the first ended. */
const cursorName = async (path: string, options: GitOptions): Promise<string> => {
  const { id } = await openRepository(path);
  return JSON.stringify([id, options.service ?? null, options.environment ?? null]);
};

const readCursor = async ({ pool }: Runtime, name: string): Promise<GitCursor | undefined> => {
  const { rows } = await pool.query<{ value: string }>(
    `select value from throughline.import_cursor where source = 'git' and name = $1`,
    [name],
  );
  return rows[0] && (JSON.parse(rows[0].value) as GitCursor);
};

const writeCursor = async ({ pool }: Runtime, name: string, cursor: GitCursor): Promise<void> => {
  await pool.query(
    `insert into throughline.import_cursor (source, name, value) values ('git', $1, $2)
     on conflict (source, name) do update set value = excluded.value`,
    [name, JSON.stringify(cursor)],
  );
};

const store = async (runtime: Runtime, history: History): Promise<void> => {
  if (history.commits + history.releases.length === 0) return;
  const progress = startProgress(
    `Reading ${history.repository.id}`,
    history.commits + history.releases.length,
  );
  let done = 0;
  for await (const payload of history.payloads()) {
    const body = Buffer.from(JSON.stringify(payload));
    await storeDeliveries(runtime.pool, [delivery(runtime, body)]);
    await runtime.interpreter.interpretPending();
    done += payload.commits.length + payload.releases.length;
    progress.update(done);
  }
  progress.end();
};

const delivery = ({ clock }: Runtime, body: Buffer): NewDelivery => ({
  source: 'git',
  system: 'git',
  key: sha256Hex(body),
  receivedAt: clock.now(),
  headers: '{}',
  body,
});

/** On the very first start: the history of the checkout that the process stands in, so that the page shows numbers. */
export const importOwnHistory = async (runtime: Runtime): Promise<void> => {
  const { rows } = await runtime.pool.query('select 1 from throughline.inbox limit 1');
  if (rows.length > 0) return;
  try {
    const imported = await importGit(runtime, process.cwd(), {});
    process.stdout.write(`${describeImport(imported)}\n\n`);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    process.stdout.write(`Nothing was imported from this folder: ${thrown.message}\n\n`);
  }
};

/** One or two plain sentences. */
export const describeImport = (imported: Imported): string => {
  const { repo, service, environment, commits, releases } = imported;
  if (commits + releases === 0) return `${repo} has nothing new since the last import.`;
  const counted = imported.assumed
    ? 'No tag of it looks like a release, so each commit of its main line counts as a deployment (choose tags with --tags).'
    : `${imported.releaseTags} tags of it are releases, each counted as a deployment.`;
  return `Imported ${commits} commits of ${repo} as service ${service} on ${environment}. ${counted}`;
};
