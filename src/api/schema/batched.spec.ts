import { batched } from './batched.js';

describe('keys asked for in one turn', () => {
  it('are loaded together and once, and each gets its own value', async () => {
    const loads: number[][] = [];
    const double = batched(String, async (keys: readonly number[]) => {
      loads.push([...keys]);
      return keys.map((key) => 2 * key);
    });
    expect(await Promise.all([1, 2, 3, 2].map(double))).toEqual([2, 4, 6, 4]);
    expect(await double(4)).toBe(8);
    expect(loads).toEqual([[1, 2, 3], [4]]);
  });

  it('fail together, and the next turn starts anew', async () => {
    let broken = true;
    const load = batched(String, async (keys: readonly number[]) => {
      if (broken) throw new Error('away');
      return keys;
    });
    const answers = await Promise.allSettled([load(1), load(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await load(3)).toBe(3);
  });
});
