import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, statfs, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { stopwatch } from '../clock.js';
import { messageOf, UserError } from '../errors.js';
import { shortHash } from '../hash.js';
import { type Account, databaseAccount } from './account.js';
import { type Binaries, findBinaries, reachable, SHARED_ROOT } from './binaries.js';

export interface EmbeddedOptions {
  /** Folder of the cluster; made when absent. */
  readonly directory: string;
  /** Default: one that nobody uses. */
  readonly port?: number;
  /** Further server settings, for example `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long it may take to end by itself (default: 30 s). */
  readonly patienceMs?: number;
}

export interface EmbeddedPostgres {
  /** Connection URL of the database `throughline`, as a role that is no superuser. */
  readonly url: string;
  /** Connection URL of the superuser, for creating databases. */
  readonly adminUrl: string;
  /** Ends the server with a fast shutdown and waits until it is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'throughline';
const START_SECONDS = 60;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  work_mem: '32MB',
  max_wal_size: '2GB',
  wal_compression: 'pglz',
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'fatal',
};

/**
 * Starts a real PostgreSQL in the directory, or joins the one that already runs there (a second command beside a
 * running server, or what is left of a killed one). Listens on a free port of 127.0.0.1 with a random password.
 */
export const startEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const account = await databaseAccount();
  const home = await prepareHome(resolve(options.directory), account);
  const cluster = join(home, 'cluster');
  const password = await secretOf(join(home, 'password'));
  const running = await runningServer(cluster);
  const ending = { cluster, patienceMs: options.patienceMs ?? PATIENCE_MS };
  if (running) return handle(running, password, ending);
  const binaries = await findBinaries(account);
  if (!(await exists(join(cluster, 'PG_VERSION')))) await createCluster({ binaries, cluster, home, account });
  const server = await startServer({
    binaries,
    cluster,
    account,
    settings: { ...SETTINGS, ...options.settings },
    port: options.port ?? (await freePort()),
  });
  await createDatabase(server.port, password);
  return handle(server, password, ending);
};

interface Server {
  readonly pid: number;
  readonly port: number;
}

interface Ending {
  readonly cluster: string;
  readonly patienceMs: number;
}

const handle = ({ pid, port }: Server, password: string, ending: Ending): EmbeddedPostgres => ({
  url: urlOf('throughline', password, port, DATABASE),
  adminUrl: urlOf('postgres', password, port, 'postgres'),
  stop: () => stopServer(pid, ending),
});

const urlOf = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** The folder itself, or, where the database's account may not enter it, a folder of its own that the link leads to. */
const prepareHome = async (directory: string, account: Account | undefined): Promise<string> => {
  if (await exists(directory)) return realpath(directory);
  await mkdir(join(directory, '..'), { recursive: true });
  if (account && !(await reachable(join(directory, '..')))) {
    const elsewhere = join(SHARED_ROOT, `data-${shortHash(directory)}`);
    await mkdir(elsewhere, { recursive: true });
    await chown(elsewhere, account.uid, account.gid);
    await symlink(elsewhere, directory);
    return elsewhere;
  }
  await mkdir(directory, { mode: 0o700 });
  if (account) await chown(directory, account.uid, account.gid);
  return directory;
};

const secretOf = async (file: string): Promise<string> => {
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return known.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
};

const createCluster = async (made: {
  binaries: Binaries;
  cluster: string;
  home: string;
  account: Account | undefined;
}): Promise<void> => {
  const passwordFile = join(made.home, 'password');
  if (made.account) await chown(passwordFile, made.account.uid, made.account.gid);
  await run(
    made.binaries.initdb,
    [
      `--pgdata=${made.cluster}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    made.account,
  );
  await chmod(passwordFile, 0o600);
};

const run = (command: string, args: readonly string[], account: Account | undefined): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(command, args, {
      ...account,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: serverEnvironment(),
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done();
      else
        fail(new UserError(`PostgreSQL could not be set up: ${said.trim() || `initdb ended with ${code}`}.`));
    });
  });

/** The database's own environment: neither our secrets nor a locale that the machine may lack. */
const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

/** Line 1 of postmaster.pid is the process, line 4 its port, line 8 says `ready`. */
const runningServer = async (cluster: string): Promise<Server | undefined> => {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid) || lines[7]?.trim() !== 'ready') return undefined;
  return { pid, port: Number(lines[3]) };
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const startServer = async (start: {
  binaries: Binaries;
  cluster: string;
  account: Account | undefined;
  settings: Readonly<Record<string, string>>;
  port: number;
}): Promise<Server> => {
  const { port } = start;
  const settings = Object.entries(start.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: a Ctrl-C on the terminal must reach us first, so that the database is the last to go.
  const child = spawn(start.binaries.postgres, ['-D', start.cluster, '-p', String(port), ...settings], {
    ...start.account,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
  });
  await ready(child, start.cluster);
  child.stderr?.destroy();
  child.unref();
  return { pid: child.pid!, port };
};

const ready = async (child: ChildProcess, cluster: string): Promise<void> => {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  for (let tries = 0; tries < START_SECONDS * 50; tries += 1) {
    if (child.exitCode !== null) throw new UserError(`PostgreSQL did not start: ${said.trim()}`);
    if (await runningServer(cluster)) return;
    await sleep(20);
  }
  throw new UserError(`PostgreSQL did not get ready within ${START_SECONDS} s: ${said.trim()}`);
};

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

const createDatabase = async (port: number, password: string): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf('postgres', password, port, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount) return;
    // CREATEDB lets tests make databases of their own; the role is no superuser, so REVOKE binds it.
    await client.query(`create role throughline login createdb password '${password}'`);
    await client.query(`create database ${DATABASE} owner throughline`);
  } finally {
    await client.end();
  }
};

/** To write everything down can take long; but where it cannot be written, the database tries for ever. */
const PATIENCE_MS = 30_000;
const PATIENCE_WITHOUT_ROOM_MS = 2_000;
/** PostgreSQL writes its log in files of this size. */
const LEAST_ROOM = 16 * 1024 * 1024;

/** Ends it at once when it does not end by itself: what is committed is in its log, from which the next start takes it. */
const stopServer = async (pid: number, { cluster, patienceMs }: Ending): Promise<void> => {
  tell(pid, 'SIGINT');
  const isFull = (await roomFor(cluster)) < LEAST_ROOM;
  if (await isGoneWithin(pid, isFull ? PATIENCE_WITHOUT_ROOM_MS : patienceMs)) return;
  tell(pid, 'SIGQUIT');
  await isGoneWithin(pid, PATIENCE_MS);
};

/** Bytes that are left; without limit where the folder is gone. */
const roomFor = (folder: string): Promise<number> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );

const tell = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new UserError(`PostgreSQL (process ${pid}) could not be stopped: ${messageOf(thrown)}.`);
  }
};

const isGoneWithin = async (pid: number, milliseconds: number): Promise<boolean> => {
  const elapsed = stopwatch();
  while (isAlive(pid)) {
    if (elapsed() > milliseconds) return false;
    await sleep(10);
  }
  return true;
};
