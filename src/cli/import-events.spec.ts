import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cloudevents } from '../sources/cloudevents/index.js';
import { interpretRequest } from '../sources/interpret.js';
import { type EventBatch, readEventBatches } from './import-events.js';

const folder = mkdtempSync(join(tmpdir(), 'events-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: string | Buffer, name = 'events.ndjson'): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const batchesOf = async (file: string): Promise<EventBatch[]> => {
  const batches: EventBatch[] = [];
  for await (const batch of readEventBatches(file)) batches.push(batch);
  return batches;
};

const closed = (n: number) => ({
  specversion: '1.0',
  id: `t-${n}`,
  source: '/tickets',
  time: '2026-03-05T10:00:00Z',
  type: 'dev.throughline.item.closed',
  data: { item: `TILL-${n}` },
});
const bare = {
  context: {
    id: 'b-1',
    source: '/ci',
    type: 'dev.cdevents.artifact.published.0.3.0',
    timestamp: '2026-03-05T10:00:00Z',
  },
  subject: { id: 'pkg:oci/till@1', content: {} },
};
const lines = (...values: unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const numbers = (count: number) => Array.from({ length: count }, (_, n) => closed(n));

describe('a file of events', () => {
  it('is read as batches of up to 500 that the source understands', async () => {
    const batches = await batchesOf(fileOf(lines(...numbers(1_200))));
    expect(batches.map(({ events }) => events)).toEqual([500, 500, 200]);
    const outcomes = batches.map((batch) => interpretRequest(cloudevents, batch));
    const items = outcomes.flatMap((outcome) => (outcome.outcome === 'accepted' ? outcome.events : []));
    expect(items.map((event) => 'item' in event && event.item)).toEqual(
      numbers(1_200).map(({ data }) => data.item),
    );
  });

  it('gives the same requests every time, so a second import finds every delivery known', async () => {
    const file = fileOf(lines(...numbers(700)));
    expect((await batchesOf(file)).map(({ body }) => body)).toEqual(
      (await batchesOf(file)).map(({ body }) => body),
    );
  });

  it('may be packed by gzip, in several parts, whatever its name', async () => {
    const packed = Buffer.concat([gzipSync(lines(...numbers(3))), gzipSync(lines(closed(3)))]);
    const [batch] = await batchesOf(fileOf(packed, 'events.txt'));
    expect(batch).toMatchObject({ events: 4, bytesRead: packed.length });
  });

  it('may have a byte order mark, blank lines, Windows line ends, and no line end at its end', async () => {
    const text = `\uFEFF${JSON.stringify(closed(1))}\r\n\r\n  \n${JSON.stringify(bare)}`;
    const [batch] = await batchesOf(fileOf(text));
    expect(interpretRequest(cloudevents, batch!)).toMatchObject({
      events: [{ type: 'item.closed' }, { type: 'artifact.published' }],
    });
  });

  it('may be empty', async () => {
    expect(await batchesOf(fileOf(''))).toEqual([]);
    expect(await batchesOf(fileOf('\n\n'))).toEqual([]);
  });

  it('keeps letters that two reads of the file tear apart', async () => {
    const long = { ...closed(1), data: { item: 'ü'.repeat(400), title: '€'.repeat(33_000) } };
    const [batch] = await batchesOf(fileOf(lines(long)));
    expect(JSON.parse(batch!.body.toString())).toEqual([long]);
  });

  it('splits batches by size too', async () => {
    const big = numbers(20).map((event) => ({ ...event, padding: 'x'.repeat(1_000_000) }));
    const batches = await batchesOf(fileOf(lines(...big)));
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.every(({ body }) => body.length < 9_000_000)).toBe(true);
  });
});

describe('a file that is not one of events', () => {
  it.each([
    ['a text', 'hello\n', /events\.ndjson:2 is no JSON \(.*\); write one event a line\.$/],
    ['a list', '[1]\n', /events\.ndjson:2 is no JSON object; write one event a line\.$/],
    ['another object', '{"a":1}\n', /events\.ndjson:2 is neither a CloudEvent .* nor a CDEvent/],
  ])('with %s on a line is refused by file and line', async (_, line, message) => {
    await expect(batchesOf(fileOf(`${lines(closed(1))}${line}`))).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message),
    });
  });

  it('gives nothing at all before it is refused, however late the bad line comes', async () => {
    const file = fileOf(`${lines(...numbers(1_600))}oops\n`);
    await expect(readEventBatches(file).next()).rejects.toThrow(':1601 is no JSON');
  });

  it('with a line longer than any request is refused by its line', async () => {
    await expect(batchesOf(fileOf(`\n${'x'.repeat(26 * 1024 * 1024)}`))).rejects.toThrow(
      ':2 is longer than 25 MB',
    );
  });

  it('that is a folder, is missing, or was cut off while packed is refused in one sentence', async () => {
    await expect(batchesOf(folder)).rejects.toThrow('is no file');
    await expect(batchesOf(join(folder, 'none'))).rejects.toMatchObject({ name: 'UserError' });
    const torn = gzipSync(lines(...numbers(2_000))).subarray(0, 3_000);
    await expect(batchesOf(fileOf(torn))).rejects.toThrow(/cannot be read: .*unexpected end of file\.$/);
  });
});
