import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/support/postgres/embedded.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runCli } from '../support/server-process.js';

describe('a database in trouble', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-trouble-'));
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'log.csv'), 'case,at,activity\n1,2026-03-01T00:00:00Z,start\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('under a command', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database.drop());

    /** Given a database that does this as soon as something is to be stored in it. */
    const importWhere = async (happens: string) => {
      await database.pool.query(`
        create or replace function public.trouble() returns trigger language plpgsql as $$ begin ${happens}; end $$;
        create or replace trigger trouble before insert on throughline.inbox execute function public.trouble()`);
      const columns = ['--item', 'case', '--at', 'at', '--activity', 'activity'];
      return runCli(folder, ['import', 'log', join(folder, 'log.csv'), ...columns], {
        DATABASE_URL: database.url,
        LOG_LEVEL: 'error',
      });
    };

    it('whose disk is full is told in a sentence that says what to do', async () => {
      const { code, stderr } = await importWhere(`raise exception 'no room' using errcode = '53100'`);
      expect(stderr.trimEnd().split('\n').at(-1)).toBe(
        'The disk of the database is full: make room on it, then do the same again. What was recorded before is kept.',
      );
      expect(code).toBe(1);
    });

    it('that breaks off is told in a sentence that says what to do', async () => {
      const { code, stderr } = await importWhere('perform pg_terminate_backend(pg_backend_pid())');
      expect(stderr.trimEnd().split('\n').at(-1)).toBe(
        'The database broke off: see that it runs and that its disk has room, then do the same again. What was recorded before is kept.',
      );
      expect(code).toBe(1);
    });
  });

  it('that does not end by itself is ended, and has everything that was committed when it starts again', async () => {
    const options = { directory: join(folder, 'pg'), patienceMs: 500 };
    const first = await startEmbeddedPostgres(options);
    const client = new pg.Client({ connectionString: first.adminUrl });
    await client.connect();
    await client.query('create table kept as select 7 as n');
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
    );
    await client.end();
    // Without it the last checkpoint is never written, as on a disk without room.
    process.kill(rows[0]!.pid, 'SIGSTOP');
    await first.stop();

    const second = await startEmbeddedPostgres(options);
    const again = new pg.Client({ connectionString: second.adminUrl });
    await again.connect();
    expect((await again.query('select n from kept')).rows).toEqual([{ n: 7 }]);
    await again.end();
    await second.stop();
  }, 60_000);

  it('whose folder is gone is ended all the same', async () => {
    const directory = join(folder, 'deleted');
    const { adminUrl, stop } = await startEmbeddedPostgres({ directory });
    await rm(directory, { recursive: true, force: true });
    await stop();
    const client = new pg.Client({ connectionString: adminUrl });
    await expect(client.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }, 60_000);
});
