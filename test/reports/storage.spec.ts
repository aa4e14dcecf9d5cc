import { s3Shelf } from '../../src/reports/runs/shelf.js';
import { startApp, type TestApp } from '../support/app.js';
import { KEY_ID, type S3Server, SECRET, startS3Server } from './s3-server.js';
import { story, tell } from './told.js';

describe('outputs of reports on storage that speaks S3', () => {
  let storage: S3Server;
  let app: TestApp;
  const failures: string[] = [];
  beforeAll(async () => {
    storage = await startS3Server();
    app = await startApp(storage.environment);
    await tell(app, story());
  });
  afterAll(async () => {
    await app.close();
    await storage.close();
  });

  const work = () =>
    app.runtime.reports.worker((sentence) => failures.push(sentence)).work(new AbortController().signal);

  it('are kept there, signed, and given from there; storage that is down is tried again', async () => {
    storage.down = 1;
    const id = await app.runtime.reports.request({ report: 'flow-weekly', period: '2026-W11', by: 'test' });
    interface Found {
      readonly report: { state: string; error: string | null; outputs: { format: string; path: string }[] };
    }
    const find = async (): Promise<Found['report']> =>
      (
        await app.graphql<Found>(
          'query ($id: ID!) { report(id: $id) { state error outputs { format path } } }',
          { id },
        )
      ).data.report;
    await work();
    expect(await find()).toMatchObject({
      state: 'WAITING',
      error: expect.stringMatching(/^The storage .* answered 503/),
    });
    for (let tries = 0; tries < 100 && (await find()).state !== 'DONE'; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      await work();
    }
    const done = await find();
    expect([done.state, done.error, storage.refused]).toEqual(['DONE', null, 0]);
    expect(storage.objects.size).toBe(8);
    expect([...storage.objects.keys()]).toContain(`/reports/of-ours/${id}/flow-weekly_2026-W11.pdf`);
    const { rows } = await app.pool.query<{ kept: number }>(
      'select count(bytes)::int as kept from throughline.report_output where run = $1',
      [id],
    );
    expect(rows[0]!.kept).toBe(0);
    for (const { path, format } of done.outputs) {
      const response = await fetch(`${app.url}${path}`, {
        headers: { authorization: `Bearer ${app.adminToken}` },
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const [, object] = [...storage.objects].find(([, one]) => one.bytes.equals(bytes)) ?? [];
      expect([format, response.status, object !== undefined]).toEqual([format, 200, true]);
    }

    const [key, object] = [...storage.objects].find(([name]) => name.endsWith('.md'))!;
    storage.objects.set(key, { ...object, bytes: Buffer.from('something else') });
    await expect(app.runtime.reports.download(id, 'md')).rejects.toThrow(/is not what was written/);
    storage.objects.delete(key);
    await expect(app.runtime.reports.download(id, 'md')).rejects.toThrow(/is not where it was kept/);
  }, 60_000);

  it('never show a secret, not even when they are refused', async () => {
    const wrong = s3Shelf({
      url: String(storage.environment['THROUGHLINE_REPORT_S3']),
      ...{ region: 'eu-test-1', accessKeyId: KEY_ID, secretAccessKey: `${SECRET}x` },
    });
    const refusal = await wrong.put('run', 'a.pdf', Buffer.from('x'), 'application/pdf').then(
      () => '',
      (thrown: Error) => thrown.message,
    );
    expect(refusal).toMatch(/^The storage 127\.0\.0\.1:\d+ answered 403/);
    for (const told of [refusal, ...failures]) {
      expect(told).not.toContain(SECRET);
      expect(told).not.toContain('Signature=');
    }
  });
});
