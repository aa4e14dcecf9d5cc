import { parse } from 'csv-parse/sync';
import { applySettings } from '../../src/policies/settings-store.js';
import type { OutputFile } from '../../src/reports/outputs/output.js';
import { committed, deployed, sha } from '../metrics/story.js';
import { startApp, type TestApp } from '../support/app.js';
import { ALL_REPORTS, CHANGES, governed, POLICIES } from './governed.js';
import { report, tell } from './told.js';
import { unzipped } from './unzipped.js';

/** What everybody may type: here in titles of changes, tickets, commands and reasons. */
const MARKUP = /<(?:script|b|img)[ >]/i;

describe('all reports that come with us', () => {
  let app: TestApp;
  const first = new Map<string, Awaited<ReturnType<typeof report>>>();
  beforeAll(async () => {
    app = await startApp();
    await tell(app, governed());
    await applySettings(app.pool, app.runtime.clock, { text: POLICIES, name: 'policies.yaml', by: 'test' });
    for (const name of ALL_REPORTS) first.set(name, await report(app, name));
  }, 180_000);
  afterAll(() => app.close());

  it('are ten, and none is refused', async () => {
    const { all, refused } = await app.runtime.reports.reports.definitions();
    expect(refused).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual([...ALL_REPORTS]);
  });

  const text = (files: Map<string, OutputFile>, format: string): string =>
    files.get(format)!.bytes.toString();

  it.each(ALL_REPORTS)('%s shows markup as text and no formula, in every output', async (name) => {
    const { files } = first.get(name)!;
    expect(text(files, 'html').replace(/<!doctype[\s\S]*<body>/i, '')).not.toMatch(MARKUP);
    expect(text(files, 'html')).not.toMatch(/(?:src|href)="http/);
    expect(text(files, 'md')).not.toMatch(MARKUP);
    for (const csv of (await unzipped(files.get('csv')!.bytes)).values()) {
      for (const row of parse(csv, { bom: true }) as string[][])
        for (const cell of row) expect(cell).not.toMatch(/^[=+@]/);
    }
    const xml = [...(await unzipped(files.get('xlsx')!.bytes)).values()].join('');
    expect(xml).not.toContain('<f>');
    expect(xml).not.toMatch(MARKUP);
  });

  it('show what people typed', () => {
    const soc2 = first.get('change-management-soc2')!.files;
    expect(text(soc2, 'html')).toContain('&lt;script&gt;');
    expect(text(soc2, 'html')).toContain('The test bench burned down &lt;b&gt;again&lt;/b&gt;');
    expect(text(first.get('access-and-emergency-changes')!.files, 'html')).toContain('&lt;script&gt;');
  });

  it.each(ALL_REPORTS)('%s as PDF has language, title, outline, and numbered pages', (name) => {
    const { files, data } = first.get(name)!;
    const pdf = files.get('pdf')!.bytes.toString('latin1');
    const has = (mark: string): boolean => pdf.includes(mark);
    expect(
      ['/Lang (en)', '/Outlines', '/Title', '/DisplayDocTitle true'].filter((mark) => !has(mark)),
    ).toEqual([]);
    expect(data.summary.length).toBeGreaterThan(0);
  });

  it.each(ALL_REPORTS)('%s says null and never 0 for a time of which nobody told anything', async (name) => {
    const { data, files } = await report(app, name, { period: '2019-03' });
    for (const { id, value, n } of data.sections.flatMap((section) => section.figures))
      expect([id, value, n]).toEqual([id, null, 0]);
    for (const { control, pass, fail, exception, unknown } of data.sections.flatMap((one) => one.controls))
      expect([control, pass, fail, exception, unknown]).toEqual([control, null, null, null, null]);
    expect(data.summary.join(' ')).toMatch(/No |Nothing|nothing|0 changes/);
    expect(text(files, 'html')).not.toContain('NaN');
  });

  it('have the same bytes for the same recording time, whatever was told and judged since', async () => {
    const asOf = (name: string): Date => new Date(first.get(name)!.data.asOf);
    await tell(app, [
      committed(CHANGES + 1, '2026-03-20T09:00:00.000Z', { parents: [sha(CHANGES)] }),
      deployed('late', '2026-03-20T10:00:00.000Z', CHANGES + 1),
    ]);
    await applySettings(app.pool, app.runtime.clock, {
      text: 'policies: { ticket-linked: { on: false } }',
      name: 'policies.yaml',
      by: 'test',
    });
    // The newer verdicts are given before the old reports are made again.
    const now = await report(app, 'change-management-soc2');
    const soc2 = first.get('change-management-soc2')!;
    expect(now.data.asOf > soc2.data.asOf).toBe(true);
    expect(now.files.get('json')!.bytes.equals(soc2.files.get('json')!.bytes)).toBe(false);
    for (const name of ALL_REPORTS) {
      const again = await report(app, name, { asOf: asOf(name) });
      expect(again.data).toEqual(first.get(name)!.data);
      for (const [format, { bytes }] of first.get(name)!.files)
        expect([name, format, again.files.get(format)!.bytes.equals(bytes)]).toEqual([name, format, true]);
    }
  }, 180_000);
});
