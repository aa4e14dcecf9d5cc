import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { inParts } from './in-parts.js';
import { overlapped } from './overlapped.js';

describe('work in parts', () => {
  it('has every value once, in order, in parts of the size that was asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (values, size) => {
        const parts = inParts(values, size);
        expect(parts.flat()).toEqual(values);
        expect(parts.slice(0, -1).every((part) => part.length === size)).toBe(true);
        expect(parts.every((part) => part.length > 0 && part.length <= size)).toBe(true);
      }),
    );
  });

  it('tells the results in order, however long each takes, and works on two parts at once and never on more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 20 }),
        async (turns) => {
          let under = 0;
          let most = 0;
          const results = await overlapped([...turns.entries()], async ([i, needed]) => {
            under += 1;
            most = Math.max(most, under);
            for (let n = 0; n < needed; n += 1) await turn();
            under -= 1;
            return i;
          });
          expect(results).toEqual([...turns.keys()]);
          expect(most).toBe(2);
        },
      ),
    );
  });

  it('fails with the first failure once the part under way has ended, and begins no third', async () => {
    const begun: string[] = [];
    const ended: string[] = [];
    const work = async (part: string): Promise<void> => {
      begun.push(part);
      if (part === 'bad') throw new Error('no such table');
      for (let n = 0; n < 5; n += 1) await turn();
      ended.push(part);
      // As every statement in a transaction of which one has failed.
      throw Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
    };
    await expect(overlapped(['slow', 'bad', 'third'], work)).rejects.toThrow('no such table');
    expect(begun).toEqual(['slow', 'bad']);
    expect(ended).toEqual(['slow']);
  });
});
