import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../support/hash.js';
import { RowReader } from './row-reader.js';
import { RowsMeanwhile } from './rows-meanwhile.js';

/** More than is read ahead. */
const ROWS = 60_000;

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
  const linesOf = async (source: Pick<RowsMeanwhile, 'batches'>): Promise<number[]> => {
    const lines: number[] = [];
    for await (const rows of source.batches()) lines.push(...rows.map(({ line }) => line));
    return lines;
  };

  it('gives the rows that are read without one, in their order, and the digest of the file', async () => {
    const row = (i: number) =>
      `case ${i % 7},2026-01-05T09:00:00Z,Ask ${'what there is to be asked '.repeat(3)}`;
    const text = `case,time,activity\n${Array.from({ length: ROWS }, (_, i) => row(i)).join('\n')}\n`;
    const file = await write('long.csv', text);
    const reading = new RowsMeanwhile(file, {}, 'how');
    expect(await linesOf(reading)).toEqual(await linesOf(new RowReader(file, {})));
    expect(reading.bytesRead).toBe(text.length);
    expect(await reading.digest).toBe(sha256(`how${text}`).toString('hex'));
    await reading.close();
  });

  it('tells what is wrong with the file as it would be told without a thread', async () => {
    const file = await write('cut.xes', '<log><trace><event>');
    const reading = new RowsMeanwhile(file, {}, '');
    const fault = await linesOf(new RowReader(file, {})).catch((thrown: unknown) => thrown);
    await expect(linesOf(reading)).rejects.toEqual(fault);
    await expect(linesOf(new RowsMeanwhile(join(folder, 'none.csv'), {}, ''))).rejects.toThrow(
      'no such file',
    );
  });

  it('can be given up in the middle', async () => {
    const file = await write('some.csv', `case,time,activity\n${'1,2026-01-05,Ask\n'.repeat(ROWS)}`);
    const reading = new RowsMeanwhile(file, {}, '');
    for await (const rows of reading.batches()) {
      expect(rows.length).toBeGreaterThan(0);
      break;
    }
    await reading.close();
  });
});
