import { fromBufferPromise } from 'yauzl';
import { zipOf } from './zip.js';

const AT = new Date('2026-04-01T00:00:00Z');
const LINES = 30_000;

function* lines(): Generator<string> {
  for (let i = 0; i < LINES; i += 1) yield `line ${i} of Zoë\n`;
}

function* broken(): Generator<string> {
  yield 'something';
  throw new Error('The table cannot be written.');
}

describe('a zip', () => {
  it('holds what was made piece by piece, and has the same bytes each time', async () => {
    const pack = () =>
      zipOf(
        [
          { path: 'long.txt', texts: lines },
          { path: 'short.txt', bytes: Buffer.from('short') },
          { path: 'empty.txt', texts: () => [] },
        ],
        AT,
      );
    const zip = await pack();
    expect((await pack()).equals(zip)).toBe(true);
    const sizes = new Map<string, number>();
    for await (const entry of (await fromBufferPromise(zip, { lazyEntries: true })).eachEntry())
      sizes.set(entry.fileName, entry.uncompressedSize);
    expect([...sizes]).toEqual([
      ['long.txt', Buffer.byteLength([...lines()].join(''))],
      ['short.txt', 5],
      ['empty.txt', 0],
    ]);
  });

  it('fails as what goes into it fails', async () => {
    await expect(zipOf([{ path: 'broken.txt', texts: broken }], AT)).rejects.toThrow(
      'The table cannot be written.',
    );
  });
});
