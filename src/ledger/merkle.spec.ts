import fc from 'fast-check';
import { EMPTY_ROOT, isConsistent, isIncluded, leafHash, nodeHash, rootOver } from './merkle.js';
import { consistencyPath, inclusionPath, type Range } from './paths.js';
import { splitHashes, TileBuilder } from './tiles.js';

/** RFC 6962 as it is written, over lists. */
const naive = {
  root: (leaves: readonly Buffer[]): Buffer => {
    if (leaves.length === 0) return EMPTY_ROOT;
    if (leaves.length === 1) return leaves[0]!;
    const k = naive.split(leaves.length);
    return nodeHash(naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  split: (n: number): number => 2 ** Math.floor(Math.log2(n - 1)),
  path: (m: number, leaves: readonly Buffer[]): Buffer[] => {
    if (leaves.length === 1) return [];
    const k = naive.split(leaves.length);
    return m < k
      ? [...naive.path(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  proof: (m: number, leaves: readonly Buffer[], whole = true): Buffer[] => {
    if (m === leaves.length) return whole ? [] : [naive.root(leaves)];
    const k = naive.split(leaves.length);
    return m <= k
      ? [...naive.proof(m, leaves.slice(0, k), whole), naive.root(leaves.slice(k))]
      : [...naive.proof(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

/** The eight leaves that implementations of RFC 6962 are compared by, and the roots over the first one, two, ... */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const manyLeaves = (size: number): Buffer[] => Array.from({ length: size }, (_, i) => leafHash(`leaf ${i}`));
const over =
  (leaves: readonly Buffer[]) =>
  ({ from, to }: Range): Buffer =>
    rootOver(leaves.slice(from, to));
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

describe('the Merkle tree of RFC 6962', () => {
  it('has the reference roots, and the reference root of nothing', () => {
    expect(ROOTS.map((_, i) => rootOver(LEAVES.slice(0, i + 1)).toString('hex'))).toEqual(ROOTS);
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has the reference paths', () => {
    const path = inclusionPath(0, { from: 0, to: 8 }).map(over(LEAVES));
    expect(hex(path)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    const proof = consistencyPath(6, 8).map(over(LEAVES));
    expect(hex(proof)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('proves each leaf of every small tree as the RFC does, and no other place', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = manyLeaves(size);
      const root = naive.root(leaves);
      for (let index = 0; index < size; index += 1) {
        const path = inclusionPath(index, { from: 0, to: size }).map(over(leaves));
        expect(hex(path)).toEqual(hex(naive.path(index, leaves)));
        const leaf = leaves[index]!;
        expect(isIncluded({ index, leaf, path }, { size, root })).toBe(true);
        expect(isIncluded({ index: index + 1, leaf, path }, { size, root })).toBe(false);
        expect(isIncluded({ index, leaf: leafHash('other'), path }, { size, root })).toBe(false);
        expect(isIncluded({ index, leaf, path: [...path, root] }, { size, root })).toBe(false);
        if (path.length > 0)
          expect(isIncluded({ index, leaf, path: path.slice(1) }, { size, root })).toBe(false);
      }
    }
  });

  it('proves that it only grew, for every pair of small sizes, as the RFC does', () => {
    const leaves = manyLeaves(40);
    for (let newer = 1; newer <= 40; newer += 1) {
      for (let older = 1; older <= newer; older += 1) {
        const path = consistencyPath(older, newer).map(over(leaves));
        expect(hex(path)).toEqual(hex(naive.proof(older, leaves.slice(0, newer))));
        const [before, after] = [older, newer].map((size) => ({
          size,
          root: naive.root(leaves.slice(0, size)),
        }));
        expect(isConsistent(before!, after!, path)).toBe(true);
        expect(isConsistent({ ...before!, root: leafHash('x') }, after!, path)).toBe(false);
        expect(isConsistent(before!, { ...after!, root: leafHash('x') }, path)).toBe(false);
        expect(isConsistent(before!, after!, [...path, leafHash('x')])).toBe(false);
      }
    }
  });

  it('refuses a path of which anything was changed', () => {
    const whole = fc.integer({ min: 2, max: 3_000 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        index: fc.integer({ min: 0, max: size - 1 }),
        older: fc.integer({ min: 1, max: size - 1 }),
        bit: fc.nat(),
        otherSize: fc.integer({ min: 1, max: 4_000 }),
      }),
    );
    const leaves = manyLeaves(3_000);
    fc.assert(
      fc.property(whole, ({ size, index, older, bit, otherSize }) => {
        const root = over(leaves)({ from: 0, to: size });
        const path = inclusionPath(index, { from: 0, to: size }).map(over(leaves));
        const leaf = leaves[index]!;
        expect(isIncluded({ index, leaf, path }, { size, root })).toBe(true);
        expect(isIncluded({ index, leaf, path: flipped(path, bit) }, { size, root })).toBe(false);
        const grown = consistencyPath(older, size).map(over(leaves));
        const before = { size: older, root: over(leaves)({ from: 0, to: older }) };
        expect(isConsistent(before, { size, root }, grown)).toBe(true);
        expect(isConsistent(before, { size, root }, flipped(grown, bit))).toBe(false);
        if (otherSize !== older)
          expect(isConsistent({ ...before, size: otherSize }, { size, root }, grown)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('grows in tiles to the same root, whatever the batches, and goes on from its right edge', () => {
    const leaves = manyLeaves(70_000);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 3 }),
        (batches) => {
          let builder = new TileBuilder();
          const stored = new Map<string, Buffer>();
          for (const batch of batches) {
            builder = TileBuilder.resume(
              builder.size,
              [...stored].map(([name, hashes]) => {
                const [level, index] = name.split('/').map(Number);
                return { level: level!, index: index!, hashes };
              }),
            );
            for (const leaf of leaves.slice(builder.size, builder.size + batch)) builder.push(leaf);
            for (const { level, index, hashes } of [...builder.takeFull(), ...builder.partial()])
              stored.set(`${level}/${index}`, hashes);
          }
          expect(builder.root()).toEqual(rootOver(leaves.slice(0, builder.size)));
          expect(splitHashes(stored.get('0/0')!)[0]).toEqual(leaves[0]);
        },
      ),
      { numRuns: 10 },
    );
  });
});

const flipped = (path: readonly Buffer[], bit: number): Buffer[] => {
  if (path.length === 0) return [leafHash('one too many')];
  const copies = path.map((hash) => Buffer.from(hash));
  const target = copies[bit % copies.length]!;
  target[bit % 32]! ^= 1 << (bit % 8);
  return copies;
};
