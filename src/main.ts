import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Tokens } from './access/tokens.js';
import type { Role } from './app.module.js';
import { type Application, startApplication } from './bootstrap/application.js';
import { openRuntime, type Runtime } from './bootstrap/runtime.js';
import { importOwnHistory } from './cli/import-git.js';
import { stateFile } from './cli/running.js';
import type { Config } from './config.js';
import { UserError } from './support/errors.js';

export interface ServeOptions {
  readonly role: Role;
  /** Import the checkout that the process stands in when nothing was ever recorded. */
  readonly importWhenEmpty: boolean;
}

/** Runs the service until SIGINT or SIGTERM. */
export const serve = async (config: Config, options: ServeOptions): Promise<void> => {
  await checkPort(config);
  const runtime = await openRuntime(config);
  let application: Application;
  try {
    application = await startApplication(runtime, options.role);
  } catch (thrown) {
    await runtime.close();
    throw thrown;
  }
  const stopped = untilStopped(runtime, application);
  await writeFile(stateFile(config), JSON.stringify({ pid: process.pid, url: application.url })).catch(
    () => {},
  );
  if (options.role !== 'worker') await welcome(runtime, application);
  if (options.importWhenEmpty) await importOwnHistory(runtime);
  if (options.role !== 'worker') nextStep();
  await stopped;
};

const checkPort = (config: Config): Promise<void> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (failure: NodeJS.ErrnoException) => {
      const taken = `Port ${config.port} on ${config.host} is taken: stop what listens there, or choose another with --port ${config.port + 1}.`;
      const other = `Cannot listen on ${config.host}:${config.port}: ${failure.message}.`;
      fail(new UserError(failure.code === 'EADDRINUSE' ? taken : other));
    });
    probe.listen(config.port, config.host, () => probe.close(() => done()));
  });

const welcome = async (runtime: Runtime, application: Application): Promise<void> => {
  const base = runtime.config.publicUrl ?? application.url;
  const token = await new Tokens(runtime.pool, runtime.clock).createSignIn();
  say(`\nThroughline is at ${base}\n`);
  say(`Sign in once with this link (it works one time):\n  ${base}/sign-in?token=${token}\n`);
};

const nextStep = (): void => {
  say('Next, look at a repository of yours:\n  npx throughline import git ~/src/my-repository\n');
  say('Press Ctrl-C to stop.');
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const untilStopped = (runtime: Runtime, application: Application): Promise<void> =>
  new Promise((done, fail) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      say('Stopping ...');
      closeAll(runtime, application).then(done, fail);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });

const closeAll = async (runtime: Runtime, application: Application): Promise<void> => {
  await application.close();
  await rm(stateFile(runtime.config), { force: true });
  await runtime.close();
};
