import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import { chartSvg } from '../../src/reports/outputs/charts/chart-svg.js';
import type { OutputFile } from '../../src/reports/outputs/output.js';
import { zipOf } from '../../src/reports/outputs/zip.js';
import { verifyReport } from '../../src/reports/verify.js';
import { sha256 } from '../../src/support/hash.js';
import { committed, deployed } from '../metrics/story.js';
import { startApp, type TestApp } from '../support/app.js';
import { ALL_REPORTS } from './governed.js';
import { HOSTILE, report, story, tell } from './told.js';
import { unzipped, unzippedBytes } from './unzipped.js';

interface Entry {
  readonly path: string;
  readonly bytes: Buffer;
}

const repacked = (entries: readonly Entry[]): Promise<Buffer> =>
  zipOf(entries, new Date('2026-04-01T00:00:00Z'));

/** What a forger would do: a manifest that fits. */
const remade = (entries: readonly Entry[]): Entry[] =>
  entries.map((one) => {
    if (one.path !== 'manifest.json') return one;
    const manifest = JSON.parse(one.bytes.toString()) as { files: { path: string; sha256: string }[] };
    const files = manifest.files.map((file) => {
      const now = entries.find(({ path }) => path === file.path);
      return { ...file, sha256: sha256(now!.bytes).toString('hex') };
    });
    return { ...one, bytes: Buffer.from(JSON.stringify({ ...manifest, files })) };
  });

const text = (files: Map<string, OutputFile>, format: string): string => files.get(format)!.bytes.toString();

describe('a report', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await tell(app, story());
  });
  afterAll(() => app.close());

  it('has the same bytes in every output for the same recording time, also after late events', async () => {
    const first = await report(app, 'flow-weekly');
    const again = await report(app, 'flow-weekly');
    const asOf = new Date(first.data.asOf);
    await tell(app, [
      committed(90, '2026-03-20T09:00:00.000Z'),
      deployed('v90', '2026-03-20T10:00:00.000Z', 90),
    ]);
    const later = await report(app, 'flow-weekly', { asOf });
    const now = await report(app, 'flow-weekly');

    expect([...first.files.keys()].sort()).toEqual([
      'csv',
      'html',
      'json',
      'md',
      'oscal',
      'pdf',
      'xlsx',
      'zip',
    ]);
    expect(now.data.asOf > first.data.asOf).toBe(true);
    expect(now.files.get('html')!.bytes.equals(first.files.get('html')!.bytes)).toBe(false);
    for (const [format, { bytes }] of first.files) {
      expect([format, again.files.get(format)!.bytes.equals(bytes)]).toEqual([format, true]);
      expect([format, later.files.get(format)!.bytes.equals(bytes)]).toEqual([format, true]);
    }
  });

  it('draws the same chart in another process, and tells its charts apart in one page', async () => {
    const { data, files } = await report(app, 'flow-weekly');
    const charts = data.sections.flatMap((section) => section.charts);
    const module = join(process.cwd(), 'dist/src/reports/outputs/charts/chart-svg.js');
    const script = `import { chartSvg } from ${JSON.stringify(module)};
      const charts = JSON.parse(process.argv[1]);
      process.stdout.write(charts.map(chartSvg).join('\\n'));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', script, JSON.stringify(charts)],
      { maxBuffer: 50_000_000 },
    );
    expect(charts).toHaveLength(2);
    expect(stdout).toBe(charts.map(chartSvg).join('\n'));
    const ids = [...text(files, 'html').matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows what people wrote as text, in every output', async () => {
    const { files, data } = await report(app, 'flow-weekly');
    expect(JSON.stringify(data)).toContain('alert(');

    const html = text(files, 'html');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(html).not.toMatch(/<script/i);
    expect(html).not.toMatch(/(?:src|href)="http/);

    const markdown = text(files, 'md');
    expect(markdown).not.toContain('<script');
    expect(markdown).toContain('\\*\\*bold\\*\\*');
    expect(markdown).not.toMatch(/[^\\]\*\*bold/);

    const tables = await unzipped(files.get('csv')!.bytes);
    const rows: string[][] = parse(tables.get('changes.csv')!, { bom: true });
    const titles = rows.map((row) => row[5]!);
    expect(titles).toContain(`'=1+1 ${HOSTILE}`);
    for (const csv of tables.values()) {
      for (const row of parse(csv, { bom: true }) as string[][])
        for (const cell of row) expect(cell).not.toMatch(/^[=+@]/);
    }

    const sheets = await unzipped(files.get('xlsx')!.bytes);
    const xml = [...sheets.values()].join('');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('=1+1 &lt;script&gt;');
    const asJson = JSON.parse(text(files, 'json')) as typeof data;
    expect(asJson).toEqual(JSON.parse(JSON.stringify(data)));
  });

  it('has a table twin of its charts, an outline, a language and its pages numbered', async () => {
    const { files } = await report(app, 'flow-weekly');
    const html = text(files, 'html');
    expect(html).toMatch(/<html lang="en">/);
    expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(2);
    expect(html.match(/<title id="chart-[\w-]+">[^<]+<\/title>/g)).toHaveLength(2);
    expect(html).toContain('Flow by week');
    const pdf = files.get('pdf')!.bytes.toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\./);
    expect(pdf).toMatch(/\/Lang \(en\)/);
    expect(pdf).toContain('/Outlines');
    expect(pdf).toMatch(/\/Title/);
  });

  it('says null where nothing is known, and never 0', async () => {
    const { data, files } = await report(app, 'flow-weekly', { period: '2019-W10' });
    const figures = data.sections.flatMap((section) => section.figures);
    expect(figures.length).toBeGreaterThan(8);
    for (const { id, value, n } of figures) expect([id, value, n]).toEqual([id, null, 0]);
    expect(data.summary[0]).toMatch(/^No change, deployment or incident of this scope is known/);
    expect(text(files, 'html')).toContain('no data');
    const csv = await unzipped(files.get('csv')!.bytes);
    const [, first] = parse(csv.get('figures.csv')!, { bom: true }) as string[][];
    expect(first!.slice(3, 5)).toEqual(['', '']);
  });

  it('is a bundle that can be checked by anybody, and in which nothing can be changed', async () => {
    const { files, data } = await report(app, 'flow-weekly');
    const { bytes } = files.get('zip')!;
    const vkey = await app.runtime.ledger.vkey();
    const shown = await verifyReport(bytes, vkey);
    expect(shown).toMatchObject({ report: 'flow-weekly', period: '2026-03', asOf: data.asOf, vkey });
    expect(shown.leaves).toBeGreaterThan(80);
    expect([...(await unzipped(bytes)).keys()]).toEqual(
      expect.arrayContaining([
        'manifest.json',
        'manifest.sig',
        'data.json',
        'proof/checkpoint.txt',
        'proof/newest-event.json',
        'flow-weekly_2026-03.pdf',
      ]),
    );
    await expect(verifyReport(bytes, `${vkey}x`)).rejects.toThrow(/it names the key/);
    const entries = [...(await unzippedBytes(bytes))].map(([path, part]) => ({ path, bytes: part }));
    const refusal = (changed: typeof entries) => repacked(changed).then((zip) => verifyReport(zip, vkey));
    const edited = entries.map((one) =>
      one.path.endsWith('.md') ? { ...one, bytes: Buffer.concat([one.bytes, Buffer.from(' ')]) } : one,
    );
    await expect(refusal(edited)).rejects.toThrow(/2026-03.md was changed/);
    await expect(refusal(entries.filter(({ path }) => path !== 'data.json'))).rejects.toThrow(
      /data.json is missing/,
    );
    await expect(refusal([...entries, { path: 'more.txt', bytes: Buffer.from('') }])).rejects.toThrow(
      /more.txt is not in its manifest/,
    );
    await expect(refusal(remade(edited))).rejects.toThrow(/its signature is of another manifest/);
    await expect(refusal(entries.filter(({ path }) => path !== 'manifest.sig'))).rejects.toThrow(
      /it has no manifest.sig/,
    );
    await expect(verifyReport(Buffer.from('no zip'))).rejects.toThrow(
      /^The report is refused: it cannot be read as a zip/,
    );
  });

  const schema = join(process.cwd(), '../shared/data/oscal/assessment-results-1.0.6.schema.json');
  (existsSync(schema) ? it : it.skip)('is OSCAL that its schema accepts', async () => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: true, validateFormats: false });
    const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    for (const name of ALL_REPORTS) {
      const { files } = await report(app, name);
      const oscal = JSON.parse(text(files, 'oscal')) as object;
      validate(oscal);
      expect(validate.errors ?? []).toEqual([]);
      expect(JSON.stringify(oscal)).toContain('No assessment plan was imported');
    }
  });
});
