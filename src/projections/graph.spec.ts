import fc from 'fast-check';
import { carry, isBefore, type Mark, type Seed, type Walk } from './graph.js';

const mark = (hour: number, deployment = `d${hour}`): Mark => ({
  at: `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`,
  deployment,
});

const walkOver = (graph: Record<string, string[] | null>): Walk => ({
  marks: new Map(),
  changed: new Set(),
  parentsOf: (sha) => graph[sha],
});

describe('carrying a deployment to its ancestors', () => {
  it('delivers a commit once, with the first deployment that contains it', () => {
    const walk = walkOver({ c: ['b'], b: ['a'], a: [] });
    carry(walk, [
      { sha: 'c', mark: mark(2) },
      { sha: 'b', mark: mark(1) },
    ]);
    expect([...walk.marks].map(([sha, { deployment }]) => [sha, deployment]).sort()).toEqual([
      ['a', 'd1'],
      ['b', 'd1'],
      ['c', 'd2'],
    ]);
  });

  it('lets a late deployment event correct the number', () => {
    const walk = walkOver({ c: ['b'], b: ['a'], a: [] });
    carry(walk, [{ sha: 'c', mark: mark(9) }]);
    carry(walk, [{ sha: 'b', mark: mark(3) }]);
    expect(walk.marks.get('a')).toEqual(mark(3));
    expect(walk.marks.get('c')).toEqual(mark(9));
  });

  it('counts two deployments in one second as two', () => {
    const walk = walkOver({ b: ['a'], a: [] });
    carry(walk, [
      { sha: 'b', mark: mark(1, 'second') },
      { sha: 'a', mark: mark(1, 'first') },
    ]);
    expect(walk.marks.get('a')?.deployment).toBe('first');
    expect(walk.marks.get('b')?.deployment).toBe('second');
  });

  it('marks a commit that nobody has told us, and goes no further', () => {
    const walk = walkOver({ b: ['a'], a: null });
    expect(carry(walk, [{ sha: 'b', mark: mark(1) }])).toEqual([]);
    expect(walk.marks.get('a')).toEqual(mark(1));
  });

  it('hands back the seeds that stopped at a commit not loaded yet', () => {
    const walk = walkOver({ b: ['a'] });
    expect(carry(walk, [{ sha: 'b', mark: mark(1) }])).toEqual([{ sha: 'a', mark: mark(1) }]);
  });

  it('ends in the minimum over all deployments that contain a commit, in any order (property)', () => {
    const sha = fc.nat({ max: 9 });
    const graphs = fc.array(fc.uniqueArray(sha, { maxLength: 3 }), { minLength: 10, maxLength: 10 });
    const seeds = fc.array(fc.record({ sha, hour: fc.nat({ max: 23 }) }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(graphs, seeds, fc.boolean(), (parents, drawn, oneByOne) => {
        const graph = Object.fromEntries(
          parents.map((list, i) => [`s${i}`, list.filter((p) => p < i).map((p) => `s${p}`)]),
        );
        const all: Seed[] = drawn.map(({ sha: i, hour }) => ({ sha: `s${i}`, mark: mark(hour) }));
        const walk = walkOver(graph);
        if (oneByOne) for (const seed of all) carry(walk, [seed]);
        else carry(walk, all);
        expect(walk.marks).toEqual(minimumByClosure(graph, all));
      }),
      { numRuns: 500 },
    );
  });
});

/** The definition itself: for each commit, the smallest mark of a deployment in whose ancestry it stands. */
const minimumByClosure = (graph: Record<string, string[]>, seeds: readonly Seed[]): Map<string, Mark> => {
  const contains = (from: string, wanted: string): boolean =>
    from === wanted || (graph[from] ?? []).some((parent) => contains(parent, wanted));
  const marks = new Map<string, Mark>();
  for (const sha of Object.keys(graph)) {
    const own = seeds.filter((seed) => contains(seed.sha, sha)).map((seed) => seed.mark);
    const least = own.sort((a, b) => (isBefore(a, b) ? -1 : 1))[0];
    if (least) marks.set(sha, least);
  }
  return marks;
};
