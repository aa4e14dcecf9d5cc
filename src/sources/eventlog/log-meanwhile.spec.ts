import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../support/hash.js';
import { LogMeanwhile } from './log-meanwhile.js';
import { writtenPart } from './part.js';
import { type LogOptions, LogReader } from './read-log.js';

/** More than is read ahead. */
const ROWS = 60_000;
const OPTIONS: LogOptions = { columns: {}, closed: /^closed$/ };

describe('reading a log in a thread of its own', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-thread-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const partsOf = async <T>(source: { parts(): AsyncIterable<T> }): Promise<T[]> => {
    const parts: T[] = [];
    for await (const part of source.parts()) parts.push(part);
    return parts;
  };

  it('gives the parts and the account that are read without one, and the digest of the file', async () => {
    const row = (i: number) =>
      `case ${i % 7},2026-01-05T09:00:00Z,Ask ${'what there is to be asked '.repeat(3)}`;
    const rows = Array.from({ length: ROWS }, (_, i) => row(i));
    const text = `case,time,activity\n${rows.join('\n')}\nlast,2026-01-06,Closed\nrefused,,Ask\n`;
    const file = await write('long.csv', text);
    const reading = new LogMeanwhile(file, OPTIONS, 'how');
    const reader = new LogReader(file, OPTIONS);
    expect(await partsOf(reading)).toEqual((await partsOf(reader)).map(writtenPart));
    expect(reading.summary).toEqual(reader.summary);
    expect(reading.summary).toMatchObject({ rows: ROWS + 1, refused: 1, cases: 8 });
    expect(reading.bytesRead).toBe(text.length);
    expect(await reading.digest).toBe(sha256Hex(`how${text}`));
    await reading.close();
  });

  it('tells what is wrong with the file as it would be told without a thread', async () => {
    const file = await write('cut.xes', '<log><trace><event>');
    const reading = new LogMeanwhile(file, OPTIONS, '');
    const fault = await partsOf(new LogReader(file, OPTIONS)).catch((thrown: unknown) => thrown);
    await expect(partsOf(reading)).rejects.toEqual(fault);
    await expect(partsOf(new LogMeanwhile(join(folder, 'none.csv'), OPTIONS, ''))).rejects.toThrow(
      'no such file',
    );
  });

  it('can be given up in the middle, and is not taken for whole afterwards', async () => {
    const file = await write('some.csv', `case,time,activity\n${'1,2026-01-05,Ask\n'.repeat(40_000)}`);
    const reading = new LogMeanwhile(file, OPTIONS, '');
    for await (const { content } of reading.parts()) {
      expect(content).toContain('Ask');
      break;
    }
    await expect(partsOf(reading)).rejects.toThrow('import it again');
    await reading.close();
  });
});
