import { readFile } from 'node:fs/promises';

/** The account that the database runs under when we are root, since PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** undefined: run as who we are. As root: `postgres` where the machine has it, else `nobody`; no account is created. */
export const databaseAccount = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const find = (name: string): Account | undefined => {
    const fields = accounts
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
  };
  return find('postgres') ?? find('nobody') ?? { uid: 65_534, gid: 65_534 };
};
