import { Command } from 'commander';
import { addMinutes } from 'date-fns';
import { Tokens } from '../access/tokens.js';
import type { Runtime } from '../bootstrap/runtime.js';
import { UserError } from '../support/errors.js';
import { runningUrl } from './running.js';
import { withRuntime } from './with-runtime.js';

export const queryCommand = (): Command =>
  new Command('query')
    .argument('<graphql>', 'the query')
    .option('--variables <json>', 'its variables as a JSON object')
    .addHelpText(
      'after',
      `
Example:
  throughline query '{ leadTime(filter: {from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}) { p50 n } }'`,
    )
    .action((graphql: string, { variables }: { variables?: string }) =>
      withRuntime(async (runtime) => {
        const answer = await ask(runtime, { query: graphql, variables: parseVariables(variables) });
        process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
        if (answer.errors) process.exitCode = 1;
      }),
    );

const parseVariables = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`--variables must be a JSON object, for example '{"first": 10}'.`);
  }
};

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

const ask = async (runtime: Runtime, body: Readonly<Record<string, unknown>>): Promise<Answer> => {
  const running = await runningUrl(runtime.config);
  if (running) return post(runtime, running, body);
  // Loaded only where it is needed: that takes most of a second.
  const { startApplication } = await import('../bootstrap/application.js');
  const application = await startApplication(
    { ...runtime, config: { ...runtime.config, port: 0, logLevel: 'error' } },
    'api',
  );
  try {
    return await post(runtime, application.url, body);
  } finally {
    await application.close();
  }
};

/** With a token of its own that lives for a minute. */
const post = async ({ pool, clock }: Runtime, url: string, body: unknown): Promise<Answer> => {
  const expires = addMinutes(clock.now(), 1);
  const token = await new Tokens(pool, clock).createToken({
    kind: 'session',
    name: 'command line',
    role: 'admin',
    expires,
  });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
};
