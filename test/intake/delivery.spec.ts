import { createHmac } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import { readSample } from '../support/samples.js';
import { githubBody, sendGithub } from '../support/sender.js';

describe('a delivery', () => {
  let app: TestApp;
  let secret: string;
  let key: string;
  beforeAll(async () => {
    app = await startApp();
    secret = await app.addSource('github');
    key = await app.addSource('terraform');
  });
  afterAll(() => app.close());

  const row = async (key: string) => {
    const { rows } = await app.pool.query('select * from throughline.inbox where delivery_key = $1', [key]);
    return rows[0];
  };
  const count = async (table: string): Promise<number> =>
    (await app.pool.query<{ count: number }>(`select count(*)::int as count from throughline.${table}`))
      .rows[0]!.count;

  it('is stored whole, then acknowledged, then read', async () => {
    const body = githubBody('push');
    const sent = await sendGithub(app.url, secret, { event: 'push', body, id: 'first' });
    expect(sent.status).toBe(202);
    expect(sent.body).toEqual({ delivery: 'first' });
    await app.settle();
    const stored = await row('first');
    expect(stored.body.toString()).toBe(body);
    expect(stored).toMatchObject({ source: 'github', system: 'github', state: 'accepted', attempts: 1 });
    expect(stored.events).toBeGreaterThan(0);
  });

  it('is answered as its system wants to be: Terraform takes nothing but 200 for a run task', async () => {
    const body = JSON.stringify(readSample('terraform', 'run-task').body);
    const signature = createHmac('sha512', key).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-tfc-task-signature': signature };
    const sent = await fetch(`${app.url}/hooks/terraform`, { method: 'POST', headers, body });
    expect(sent.status).toBe(200);
    await app.settle();
    expect(await row(((await sent.json()) as { delivery: string }).delivery)).toMatchObject({
      state: 'accepted',
    });
  });

  it('keeps only the headers that its source allows', async () => {
    await sendGithub(app.url, secret, {
      event: 'ping',
      body: githubBody('ping'),
      id: 'headers',
      headers: { cookie: 'secret=1', 'x-forwarded-for': '10.0.0.1' },
    });
    const kept = JSON.parse((await row('headers')).headers) as Record<string, string>;
    expect(kept).toMatchObject({ 'x-github-event': 'ping' });
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['cookie']));
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['x-hub-signature-256']));
  });

  it('is one delivery and one event however often it is sent again', async () => {
    const body = githubBody('pull-request-opened');
    for (let i = 0; i < 3; i += 1) {
      const sent = await sendGithub(app.url, secret, { event: 'pull_request', body, id: 'again' });
      expect(sent.status).toBe(202);
    }
    await app.settle();
    const events = await count('event');
    const sent = await sendGithub(app.url, secret, {
      event: 'pull_request',
      body,
      id: 'again-under-another-id',
    });
    expect(sent.status).toBe(202);
    await app.settle();
    expect(await count('event')).toBe(events);
    const { rows } = await app.pool.query(`select 1 from throughline.inbox where delivery_key = 'again'`);
    expect(rows).toHaveLength(1);
  });

  it('of a wrong or missing signature is answered 401 and leaves nothing but a counter', async () => {
    const before = await count('inbox');
    const body = githubBody('push');
    expect((await sendGithub(app.url, 'not the secret', { event: 'push', body })).status).toBe(401);
    const unsigned = await fetch(`${app.url}/hooks/github`, { method: 'POST', body });
    expect(unsigned.status).toBe(401);
    expect(await count('inbox')).toBe(before);
    await new Promise((done) => setTimeout(done, 2_500));
    const { rows } = await app.pool.query<{ count: number }>(
      `select sum(count)::int as count from throughline.refused_delivery where source = 'github'`,
    );
    expect(rows[0]?.count).toBe(2);
  });

  it('to a source that nobody configured is answered 404', async () => {
    const answer = await fetch(`${app.url}/hooks/unheard-of`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: 'There is no source named unheard-of: add it with throughline source add.',
    });
  });

  it('over 25 MB is answered 413', async () => {
    const body = Buffer.alloc(25 * 1024 * 1024 + 1, 'x');
    const answer = await sendGithub(app.url, secret, { event: 'push', body }).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(413);
  });

  it('of just under 25 MB is taken', async () => {
    const body = Buffer.alloc(25 * 1024 * 1024 - 1, ' ');
    expect((await sendGithub(app.url, secret, { event: 'push', body, id: 'huge' })).status).toBe(202);
    await app.settle();
    expect((await row('huge')).state).toBe('rejected');
  });

  it('that is not JSON is taken, rejected with a reason, repaired and read again: an ingest error is never a 204', async () => {
    const sent = await sendGithub(app.url, secret, { event: 'push', body: '{"ref": ', id: 'broken' });
    expect(sent.status).toBe(202);
    await app.settle();
    const broken = await row('broken');
    expect(broken.state).toBe('rejected');
    expect(broken.reason).toContain('could not be read');
    await app.pool.query(
      `update throughline.inbox set repaired_body = $1, state = 'pending', attempts = 0 where delivery_key = 'broken'`,
      [Buffer.from(githubBody('push', { ref: 'refs/heads/repaired' }))],
    );
    await app.settle();
    const repaired = await row('broken');
    expect(repaired.state).toBe('accepted');
    expect(repaired.body.toString()).toBe('{"ref": ');
  });

  it('that does not fit its schema is rejected with the path', async () => {
    await sendGithub(app.url, secret, {
      event: 'push',
      body: githubBody('push', { commits: 'many' }),
      id: 'misfit',
    });
    await app.settle();
    const misfit = await row('misfit');
    expect(misfit.state).toBe('rejected');
    expect(misfit.reason).toContain('commits');
  });

  it('of a kind that means nothing to us is ignored with a true reason', async () => {
    await sendGithub(app.url, secret, { event: 'star', body: '{"action":"created"}', id: 'star' });
    await app.settle();
    expect(await row('star')).toMatchObject({ state: 'ignored', reason: expect.stringContaining('star') });
  });

  it('with NUL bytes and lone surrogates is read, and its raw bytes are kept', async () => {
    const sample = JSON.parse(githubBody('push')) as { commits: { id: string; message: string }[] };
    const commits = sample.commits.map((commit) => ({
      ...commit,
      id: 'f'.repeat(40),
      message: 'a\u0000b \ud800 c',
    }));
    const body = githubBody('push', { commits, head_commit: null });
    expect((await sendGithub(app.url, secret, { event: 'push', body, id: 'nul' })).status).toBe(202);
    await app.settle();
    const stored = await row('nul');
    expect(stored.state).toBe('accepted');
    expect(stored.body.toString()).toBe(body);
    const { rows } = await app.pool.query('select title from throughline_read.commit where sha = $1', [
      'f'.repeat(40),
    ]);
    expect(rows[0]?.title).toBe('a\ufffdb \ufffd c');
  });

  it('of 10,000 commits is read', async () => {
    const sample = JSON.parse(githubBody('push')) as { commits: object[] };
    const commits = Array.from({ length: 10_000 }, (_, i) => ({
      ...sample.commits[0],
      id: i.toString(16).padStart(40, 'e'),
      message: `commit ${i}`,
    }));
    await sendGithub(app.url, secret, { event: 'push', body: githubBody('push', { commits }), id: 'many' });
    await app.settle();
    expect((await row('many')).events).toBeGreaterThanOrEqual(10_000);
  });

  it('may claim to come from 1970 or from 2099', async () => {
    const sample = JSON.parse(githubBody('push')) as { commits: object[] };
    const commits = ['1970-01-01T00:00:00Z', '2099-12-31T23:59:59+14:00'].map((timestamp, i) => ({
      ...sample.commits[0],
      id: String(i).repeat(40),
      timestamp,
    }));
    const body = githubBody('push', { commits, head_commit: null });
    await sendGithub(app.url, secret, { event: 'push', body, id: 'skewed' });
    await app.settle();
    const { rows } = await app.pool.query<{ at: Date }>(
      `select committed_at as at from throughline_read.commit where sha in ($1, $2) order by 1`,
      ['0'.repeat(40), '1'.repeat(40)],
    );
    expect(rows.map(({ at }) => at.toISOString())).toEqual([
      '1970-01-01T00:00:00.000Z',
      '2099-12-31T09:59:59.000Z',
    ]);
  });
});
