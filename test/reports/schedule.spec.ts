import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firings, nextFiring } from '../../src/reports/runs/due.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const KILLED = 20;

const DEFINITION = `
title: Every second
audience: a test
schedule: { cron: '* * * * * *', zone: UTC }
period: last PT1S
sections: [flow-figures, changes, method]
outputs: [html, md, csv, json, zip]
`;

interface Finished {
  readonly period_from: Date;
  readonly period_to: Date;
  readonly state: string;
  readonly outputs: number;
}

describe('a schedule', () => {
  it('is due at each of its hours since the last, in its zone, also over a night when clocks change', () => {
    const due = firings('30 2 * * *', 'Europe/Berlin', {
      since: new Date('2026-03-27T12:00:00Z'),
      until: new Date('2026-03-30T12:00:00Z'),
    });
    expect(due.map((at) => at.toISOString())).toEqual([
      '2026-03-28T01:30:00.000Z',
      expect.stringMatching(/^2026-03-29T01/),
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('says when it is due next, in its zone, and not the moment that it is due', () => {
    const next = (after: string) => nextFiring('0 6 * * 1', 'Europe/Berlin', new Date(after)).toISOString();
    expect(next('2026-03-27T12:00:00Z')).toBe('2026-03-30T04:00:00.000Z');
    expect(next('2026-03-30T04:00:00Z')).toBe('2026-04-06T04:00:00.000Z');
  });
});

describe('two workers of a fast schedule, of which one is killed again and again', () => {
  let database: TestDatabase;
  let folder: string;
  const alive = new Set<ChildProcess>();
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'throughline-reports-'));
    await mkdir(join(folder, 'every-second'));
    await writeFile(join(folder, 'every-second', 'report.yaml'), DEFINITION);
    await writeFile(join(folder, 'page.eta'), await readFile('reports/page.eta'));
  });
  afterAll(async () => {
    for (const child of alive) child.kill('SIGKILL');
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const key = randomBytes(32).toString('hex');
  const start = async (): Promise<ChildProcess> => {
    const environment = {
      DATABASE_URL: database.url,
      THROUGHLINE_REPORTS: folder,
      THROUGHLINE_SECRET_KEY: key,
    };
    const child = spawn(process.execPath, ['test/reports/worker-process.mjs'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    alive.add(child);
    await new Promise((done) => child.stdout!.once('data', done));
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
    alive.delete(child);
  };
  const running = async (): Promise<boolean> => {
    const { rows } = await database.pool.query(
      `select 1 from throughline.report_run where state = 'running'`,
    );
    return rows.length > 0;
  };

  it('makes each period exactly once, and none is missing', async () => {
    let [first, second] = await Promise.all([start(), start()]);
    let inTheMiddle = 0;
    for (let killed = 0; killed < KILLED; killed += 1) {
      for (let tries = 0; tries < 60 && !(await running()); tries += 1) await sleep(10);
      if (await running()) inTheMiddle += 1;
      await kill(first);
      first = second;
      second = await start();
    }
    const { rows: owed } = await database.pool.query<{ until: Date }>(
      'select since as until from throughline.report_schedule',
    );
    const rows = await untilDone(owed[0]!.until);
    expect(inTheMiddle).toBeGreaterThan(3);
    expect(rows.length).toBeGreaterThan(5);
    for (const [i, { state, period_from, outputs }] of rows.entries()) {
      expect([i, state, outputs]).toEqual([i, 'done', 5]);
      if (i > 0) expect(period_from).toEqual(rows[i - 1]!.period_to);
    }
  }, 170_000);

  /** All runs up to a time, once they are over. */
  const untilDone = async (until: Date): Promise<Finished[]> => {
    for (let waited = 0; waited < 60_000; waited += 100) {
      const { rows } = await database.pool.query<Finished>(
        `select r.period_from, r.period_to, r.state,
           (select count(*)::int from throughline.report_output o where o.run = r.id) as outputs
         from throughline.report_run r where r.period_to <= $1 order by r.period_to`,
        [until],
      );
      if (rows.every(({ state }) => state === 'done')) return rows;
      await sleep(100);
    }
    throw new Error('The runs did not end.');
  };
});
