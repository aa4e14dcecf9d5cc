import { spawn } from 'node:child_process';
import { UserError } from '../../support/errors.js';

/** Only what git needs: no prompts, no pagers, no hooks of the person's own configuration that change its output. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
});

/** Reading only; the repository may belong to another account. */
const SAFE = ['-c', 'safe.directory=*', '-c', 'log.showSignature=false', '-c', 'core.quotePath=false'];

/** Runs git in the directory and yields its output as it comes. A failure is one sentence with git's own last line. */
export async function* streamGit(
  directory: string,
  args: readonly string[],
  input?: string,
): AsyncGenerator<Buffer, void, undefined> {
  const child = spawn('git', [...SAFE, '-C', directory, ...args], { env: environment() });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const ended = new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  // Awaited below; a failure to start must not count as unhandled until then.
  ended.catch(() => {});
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
  } finally {
    child.kill();
  }
  const code = await ended.catch((failure: NodeJS.ErrnoException) => {
    throw new UserError(
      failure.code === 'ENOENT'
        ? 'git is not installed: install git and try again.'
        : `git could not be run: ${failure.message}.`,
    );
  });
  if (code !== 0)
    throw new UserError(`git ${args[0]} failed in ${directory}: ${said.trim().split('\n').at(-1)}`);
}

/** The whole output as text. */
export const runGit = async (directory: string, args: readonly string[], input?: string): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(directory, args, input)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};
