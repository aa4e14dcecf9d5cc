// Questions over HTTP and GraphQL, to a process of its own.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokens } from '../../dist/src/access/tokens.js';
import { environment, freePort, percentile, root } from './processes.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The service in the role of an API, on the database of the runtime. */
export const openApi = async ({ pool, clock, databaseUrl }, folder, role = 'reader') => {
  const token = await new Tokens(pool, clock).createToken({ kind: 'api', name: 'bench', role });
  const port = await freePort();
  const server = fork(join(here, 'intake-server.js'), [String(port)], {
    cwd: root,
    env: { ...environment(folder), DATABASE_URL: databaseUrl },
  });
  await new Promise((done) => server.once('message', done));
  return {
    ask: async (question) => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(question),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(`${question.query}: ${errors[0].message}`);
      return data;
    },
    close: async () => {
      server.kill('SIGTERM');
      await new Promise((done) => server.once('exit', done));
    },
  };
};

/** @returns the last answer, and the milliseconds of all that were asked after `warmUp`. `check` throws at a wrong answer. */
export const askOften = async (api, questionOf, { times, warmUp = 0, check = () => {} }) => {
  const taken = [];
  let data;
  for (let i = 0; i < warmUp + times; i += 1) {
    const start = performance.now();
    data = await api.ask(questionOf(i));
    // The first compile the code and open the connections.
    if (i >= warmUp) taken.push(performance.now() - start);
    check(data);
  }
  return { data, taken, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) };
};
