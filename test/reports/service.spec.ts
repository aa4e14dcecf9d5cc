import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../src/access/tokens.js';
import { Tokens } from '../../src/access/tokens.js';
import { parsePeriod } from '../../src/reports/period.js';
import { committed, deployed, sha } from '../metrics/story.js';
import { type ApiServer, startApiServer } from '../support/api-server.js';
import { startApp, type TestApp } from '../support/app.js';
import { type SmtpServer, startSmtpServer } from './smtp-server.js';
import { report, story, tell } from './told.js';

const SECRET = 'a secret of the receiver';

const definition = (hooks: string): string => `
title: Flow <of> the month
audience: the team
period: previous month
sections: [flow-figures, changes, automation, access-sessions, method]
outputs: [html, pdf, json]
recipients:
  - email: refused@example.org
  - slack: env:TEST_SLACK_URL
  - webhook: ${hooks}/broken
    secret: env:TEST_REPORT_SECRET
  - webhook: ${hooks}/good
    secret: env:TEST_REPORT_SECRET
  - email: ann@example.org
    attach: [pdf, html]
`;

interface RunAnswer {
  readonly id: string;
  readonly state: string;
  readonly step: string;
  readonly error: string | null;
  readonly outputs: readonly { format: string; path: string; sha256: string; size: number }[];
  readonly deliveries: readonly {
    recipient: string;
    state: string;
    attempts: number;
    error: string | null;
  }[];
}

const RUN = `id state step error outputs { format path sha256 size } deliveries { recipient state attempts error }`;

describe('reports of the service', () => {
  let app: TestApp;
  let smtp: SmtpServer;
  let hooks: ApiServer;
  let folder: string;
  const bodies: { path: string; body: string; headers: NodeJS.Dict<string | string[]> }[] = [];

  beforeAll(async () => {
    smtp = await startSmtpServer();
    hooks = await startApiServer((request, response, { pathname }) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        bodies.push({ path: pathname, body, headers: request.headers });
        response.writeHead(pathname === '/broken' ? 500 : 204).end();
      });
    });
    folder = await mkdtemp(join(tmpdir(), 'throughline-definitions-'));
    await mkdir(join(folder, 'flow-of-month'));
    await mkdir(join(folder, 'wrong'));
    await writeFile(join(folder, 'flow-of-month', 'report.yaml'), definition(hooks.url));
    await writeFile(
      join(folder, 'wrong', 'report.yaml'),
      'title: Wrong\naudience: us\nperiod: previous fortnight\nsections: [flow-figures, nonsense]\noutputs: [html]\n',
    );
    await writeFile(join(folder, 'page.eta'), await readFile('reports/page.eta'));
    process.env['TEST_SLACK_URL'] = `${hooks.url}/services/slack`;
    process.env['TEST_REPORT_SECRET'] = SECRET;
    app = await startApp({
      THROUGHLINE_REPORTS: folder,
      THROUGHLINE_SMTP_URL: smtp.url,
      THROUGHLINE_MAIL_FROM: 'Throughline <reports@example.org>',
      THROUGHLINE_URL: 'https://flow.example.org',
    });
    await tell(app, story());
  });
  afterAll(async () => {
    await app.close();
    await smtp.close();
    await hooks.close();
    await rm(folder, { recursive: true, force: true });
  });

  const work = () => app.runtime.reports.worker(() => {}).work(new AbortController().signal);
  const run = async (id: string): Promise<RunAnswer> => {
    const { data, errors } = await app.graphql<{ report: RunAnswer }>(
      `query ($id: ID!) { report(id: $id) { ${RUN} } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    return data.report;
  };
  const untilDone = async (id: string): Promise<RunAnswer> => {
    for (let tries = 0; tries < 200; tries += 1) {
      await work();
      const found = await run(id);
      if (found.state === 'DONE') return found;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`The run did not end: ${JSON.stringify(await run(id))}`);
  };

  it('are listed, also those whose definition is refused, with the line and the reason', async () => {
    const { data } = await app.graphql<{
      reports: {
        definitions: { name: string; cron: string | null; nextRunAt: string | null }[];
        refused: string[];
      };
    }>('{ reports { definitions { name title cron nextRunAt sections outputs } refused } }');
    expect(data.reports.definitions).toMatchObject([{ name: 'flow-of-month', cron: null, nextRunAt: null }]);
    expect(data.reports.refused).toEqual([
      'reports/wrong/report.yaml:3: period: must be "previous day", week, month, quarter or year, or for example "last P14D"',
    ]);
  });

  it('run when an auditor asks, and are fetched by those who are signed in', async () => {
    const tokens = new Tokens(app.runtime.pool, app.runtime.clock);
    const ask = async (role: Role, period: string) => {
      const token = await tokens.createToken({ kind: 'api', name: role, role });
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          query: `mutation { runReport(report: "flow-of-month", period: "${period}") { id state requestedBy } }`,
        }),
      });
      return (await response.json()) as {
        data: { runReport: { id: string; requestedBy: string } } | null;
        errors?: { message: string }[];
      };
    };
    expect((await ask('reader', '2026-03')).errors![0]!.message).toMatch(
      /^Only an auditor or an administrator may/,
    );
    expect((await ask('auditor', 'soon')).errors![0]!.message).toMatch(/^There is no period "soon"/);
    const { runReport } = (await ask('auditor', '2026-03')).data!;
    expect(runReport.requestedBy).toBe('auditor');
    const done = await untilDone(runReport.id);
    expect(done.outputs.map(({ format }) => format)).toEqual(['html', 'json', 'pdf']);
    expect(done.deliveries).toEqual([]);

    const path = done.outputs[0]!.path;
    expect((await fetch(`${app.url}${path}`)).status).toBe(401);
    const headers = { authorization: `Bearer ${app.adminToken}` };
    const page = await fetch(`${app.url}${path}`, { headers });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('Flow &lt;of&gt; the month');
    expect((await fetch(`${app.url}/reports/${done.id}.exe`, { headers })).status).toBe(404);
    expect((await fetch(`${app.url}/reports/nothing.pdf`, { headers })).status).toBe(404);
  });

  it('are brought to everybody, whoever of them cannot be reached, and each attempt is written down', async () => {
    const id = await app.runtime.reports.runs.request({
      report: 'flow-of-month',
      period: parsePeriod('2026-02', 'UTC'),
    });
    expect(
      await app.runtime.reports.runs.request({
        report: 'flow-of-month',
        period: parsePeriod('2026-02', 'UTC'),
      }),
    ).toBe(id);
    await untilDone(id);
    await work();
    const { deliveries } = await run(id);
    expect(deliveries.map(({ state }) => state)).toEqual(['waiting', 'sent', 'waiting', 'sent', 'sent']);
    expect(deliveries[0]).toMatchObject({
      recipient: 'mailto:refused@example.org',
      error: expect.stringContaining('550'),
    });
    expect(deliveries[2]!.error).toMatch(/answered 500/);

    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]!.to).toEqual(['ann@example.org']);
    expect(smtp.mails[0]!.text).toContain('Subject: Flow <of> the month: 2026-02');
    expect(smtp.mails[0]!.text).toContain('flow-of-month_2026-02.pdf');
    expect(smtp.mails[0]!.text).toContain('flow-of-month_2026-02.html');

    const slack = bodies.find(({ path }) => path === '/services/slack')!;
    expect((JSON.parse(slack.body) as { text: string }).text).toMatch(
      /^\*Flow &lt;of&gt; the month: 2026-02\*\n• Lead time, median/,
    );
    expect(slack.body).toContain(`https://flow.example.org/reports/${id}.html`);

    const { body, headers } = bodies.find(({ path }) => path === '/good')!;
    const expected = createHmac('sha256', SECRET)
      .update(`${headers['x-throughline-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['x-throughline-signature']).toBe(`sha256=${expected}`);
    expect(JSON.parse(body)).toMatchObject({ type: 'report.done', report: 'flow-of-month', id });
  });

  it('say the same as the API, in every figure', async () => {
    const { data } = await report(app, 'flow-of-month');
    const filter = `filter: { from: "${data.period.from}", to: "${data.period.to}", zone: "UTC", asOf: "${data.asOf}" }`;
    const { figures } = data.sections[0]!;
    expect(figures).toHaveLength(9);
    for (const { id, value, n, population, excluded } of figures) {
      const [query, field] = id.split('.');
      const answer = await app.graphql<Record<string, Record<string, unknown>>>(
        `{ ${query}(${filter}) { ${field} n population excluded { reason count } } }`,
      );
      expect(answer.errors).toBeUndefined();
      expect([id, answer.data[query!]]).toEqual([id, { [field!]: value, n, population, excluded }]);
    }
    expect(figures.filter(({ value }) => value !== null).length).toBeGreaterThan(6);
    const changes = await app.graphql<{ changes: { totalCount: number } }>(
      `{ changes(${filter}) { totalCount } }`,
    );
    expect(data.sections[1]!.tables[0]!.rows).toHaveLength(changes.data.changes.totalCount);
  });

  it('say what changed since, and the differences sum to the change', async () => {
    const id = await app.runtime.reports.request({ report: 'flow-of-month', period: '2026-03', by: 'test' });
    await untilDone(id);
    const late = [
      committed(60, '2026-03-20T09:00:00.000Z', { parents: [sha(39)] }),
      deployed('v60', '2026-03-21T19:00:00.000Z', 60),
      deployed('v38x', '2026-03-18T08:30:00.000Z', 38, { outcome: 'failure' }),
      committed(61, '2026-03-22T09:00:00.000Z', { parents: [sha(60)], reverts: [sha(33)], isRevert: true }),
    ];
    await tell(app, late);
    interface Since {
      readonly report: {
        readonly changedSince: {
          readonly lateEvents: number;
          readonly figures: {
            figure: string;
            was: number;
            now: number;
            moves: { unit: string; difference: number; events: string[] }[];
          }[];
        };
      };
    }
    const { data, errors } = await app.graphql<Since>(
      `query ($id: ID!) { report(id: $id) { changedSince { since until lateEvents figures { figure title was now moves { unit what difference events } } } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    const { lateEvents, figures } = data.report.changedSince;
    expect(lateEvents).toBe(4);
    expect(figures.map(({ figure }) => figure)).toEqual(
      expect.arrayContaining([
        'leadTime.mean',
        'scrapRate.rate',
        'deploymentFrequency.perDay',
        'changeFailureRate.rate',
      ]),
    );
    const lateIds = late.map(({ id: event }) => event);
    for (const { figure, was, now, moves } of figures) {
      const sum = moves.reduce((total, { difference }) => total + difference, 0);
      expect([figure, Math.abs(sum - (now - was)) <= 1e-9 * Math.max(1, Math.abs(now))]).toEqual([
        figure,
        true,
      ]);
      for (const { unit, events } of moves) {
        expect([figure, unit, events.length > 0]).toEqual([figure, unit, true]);
        for (const event of events) expect(lateIds).toContain(event);
      }
    }
  });
});
