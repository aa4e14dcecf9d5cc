import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { githubBody, sendGithub } from '../support/sender.js';
import { freePort, runCli, type ServerProcess, spawnServer, untilReady } from '../support/server-process.js';

const KILLS = Number(process.env['THROUGHLINE_KILLS'] ?? 15);
const SENDERS = 8;

/** The connection of the embedded database that runs in the data directory. */
const embeddedUrl = async (folder: string): Promise<string> => {
  const home = join(folder, 'data', 'pg');
  const password = (await readFile(join(home, 'password'), 'utf8')).trim();
  const port = (await readFile(join(home, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[3]!.trim();
  return `postgres://throughline:${password}@127.0.0.1:${port}/throughline`;
};

describe('kill -9', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-kill-'));
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(`loses no acknowledged delivery in ${KILLS} kills under load, and doubles none`, async () => {
    const port = await freePort();
    const acknowledged: string[] = [];
    let server: ServerProcess = spawnServer(folder, port);
    await untilReady(server);
    const added = await runCli(folder, ['source', 'add', 'github']);
    const secret = /Secret: (\S+)/.exec(added.stdout)![1]!;

    let sending = true;
    let sent = 0;
    const body = githubBody('ping');
    const send = async (sender: number): Promise<void> => {
      while (sending) {
        const id = `${sender}-${sent++}`;
        const answer = await sendGithub(server.url, secret, { event: 'ping', body, id }).catch(
          () => undefined,
        );
        if (answer?.status === 202) acknowledged.push(id);
        else await sleep(20);
      }
    };
    const senders = Array.from({ length: SENDERS }, (_, i) => send(i));
    for (let kill = 0; kill < KILLS; kill += 1) {
      await untilReady(server);
      await sleep(30 + ((kill * 37) % 250));
      server.child.kill('SIGKILL');
      await server.ended;
      server = spawnServer(folder, port);
    }
    await untilReady(server);
    sending = false;
    await Promise.all(senders);

    const client = new pg.Client({ connectionString: await embeddedUrl(folder) });
    await client.connect();
    const unsettled = async (): Promise<number> =>
      (await client.query(`select 1 from throughline.inbox where state = 'pending'`)).rowCount ?? 0;
    for (let waited = 0; waited < 300 && (await unsettled()) > 0; waited += 1) await sleep(100);
    const { rows } = await client.query<{ key: string; state: string }>(
      'select delivery_key as key, state from throughline.inbox',
    );
    await client.end();
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    const stored = new Set(rows.map(({ key }) => key));
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(acknowledged.filter((key) => !stored.has(key))).toEqual([]);
    expect(stored.size).toBe(rows.length);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['ignored']));
  }, 600_000);
});
