import type { Db } from '../support/rows.js';
import { EMPTY_ROOT, HASH_BYTES, nodeHash, rootOver } from './merkle.js';
import { type Node, nodesOf, type Range } from './paths.js';

/** A tile holds up to 16 neighbouring hashes of every fourth level; what is between is worked out when needed. */
const TILE_LEVELS = 4;
const TILE_WIDTH = 2 ** TILE_LEVELS;

export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
}

interface Place {
  readonly level: number;
  readonly index: number;
  readonly offset: number;
  readonly width: number;
}

const placeOf = ({ level, index }: Node): Place => {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const width = 2 ** (level % TILE_LEVELS);
  const first = index * width;
  return { level: tileLevel, index: Math.floor(first / TILE_WIDTH), offset: first % TILE_WIDTH, width };
};

const nameOf = ({ level, index }: Pick<Place, 'level' | 'index'>): string => `${level}/${index}`;

/**
 * The hashes of subtrees, read from the tiles in one statement.
 *
 * @throws Error when a tile that the log needs is not there or too short.
 */
export const hashesOf = async (db: Db, ranges: readonly Range[]): Promise<Buffer[]> => {
  const nodes = ranges.map(nodesOf);
  const places = new Map(nodes.flat().map((node) => [nameOf(placeOf(node)), placeOf(node)]));
  const tiles = new Map(
    (await readTiles(db, [...places.values()])).map((tile) => [nameOf(tile), tile.hashes]),
  );
  return nodes.map((parts) => joinFromRight(parts.map((node) => hashOfNode(node, tiles))));
};

const hashOfNode = (node: Node, tiles: ReadonlyMap<string, Buffer>): Buffer => {
  const place = placeOf(node);
  const hashes = splitHashes(tiles.get(nameOf(place)) ?? Buffer.alloc(0));
  const own = hashes.slice(place.offset, place.offset + place.width);
  if (own.length < place.width) {
    throw new Error(`Tile ${nameOf(place)} of the ledger is not whole: throughline ledger verify says more.`);
  }
  return rootOver(own);
};

/** Of the whole nodes that make up a subtree, from left to right. */
const joinFromRight = (hashes: readonly Buffer[]): Buffer =>
  hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));

export const splitHashes = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );

/** By key, run by run: joined to a list, the planner may read the whole table instead. */
export const readTiles = async (
  db: Db,
  places: readonly Pick<Tile, 'level' | 'index'>[],
): Promise<Tile[]> => {
  if (places.length === 0) return [];
  const runs = runsOf(places);
  const conditions = runs.map(
    (_, i) => `(level = $${3 * i + 1} and index between $${3 * i + 2} and $${3 * i + 3})`,
  );
  const { rows } = await db.query<{ level: number; index: string; hashes: Buffer }>(
    `select level, index, hashes from throughline.ledger_tile where ${conditions.join(' or ')}`,
    runs.flatMap(({ level, first, last }) => [level, first, last]),
  );
  return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
};

interface Run {
  readonly level: number;
  readonly first: number;
  last: number;
}

/** Neighbouring tiles of one level are read together. */
const runsOf = (places: readonly Pick<Tile, 'level' | 'index'>[]): Run[] => {
  const runs: Run[] = [];
  for (const { level, index } of [...places].sort((a, b) => a.level - b.level || a.index - b.index)) {
    const run = runs.at(-1);
    if (run?.level === level && run.last + 1 === index) run.last = index;
    else runs.push({ level, first: index, last: index });
  }
  return runs;
};

/** Grows a log in memory, of which it keeps only the tiles at the right edge. */
export class TileBuilder {
  private readonly edge: { index: number; hashes: Buffer[] }[] = [];
  private leaves = 0;
  private full: Tile[] = [];

  /** Goes on with a log of which the tiles at the right edge are known. */
  static resume(size: number, tiles: readonly Tile[]): TileBuilder {
    const builder = new TileBuilder();
    builder.leaves = size;
    for (const { level, index } of edgeOf(size)) {
      const stored = tiles.find((tile) => tile.level === level && tile.index === index);
      builder.edge[level] = { index, hashes: splitHashes(stored?.hashes ?? Buffer.alloc(0)) };
    }
    return builder;
  }

  get size(): number {
    return this.leaves;
  }

  push(leaf: Buffer): void {
    this.leaves += 1;
    this.add(0, leaf);
  }

  private add(level: number, hash: Buffer): void {
    const tile = this.edge[level] ?? { index: 0, hashes: [] };
    this.edge[level] = tile;
    tile.hashes.push(hash);
    if (tile.hashes.length < TILE_WIDTH) return;
    this.full.push({ level, index: tile.index, hashes: Buffer.concat(tile.hashes) });
    this.edge[level] = { index: tile.index + 1, hashes: [] };
    this.add(level + 1, rootOver(tile.hashes));
  }

  root(): Buffer {
    return joinFromRight([...this.edge].reverse().flatMap(({ hashes }) => peaksOf(hashes)));
  }

  /** The tiles that became full since the last call. */
  takeFull(): Tile[] {
    const taken = this.full;
    this.full = [];
    return taken;
  }

  /** The tiles at the right edge that are not full yet. */
  partial(): Tile[] {
    return this.edge.flatMap(({ index, hashes }, level) =>
      hashes.length > 0 ? [{ level, index, hashes: Buffer.concat(hashes) }] : [],
    );
  }
}

/** The whole nodes above hashes of one level, the largest first. */
const peaksOf = (hashes: readonly Buffer[]): Buffer[] =>
  nodesOf({ from: 0, to: hashes.length }).map(({ level, index }) =>
    rootOver(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  );

/** The tiles at the right edge of a log of this size, as they were then: they have grown since. */
export const edgeAt = async (db: Db, size: number): Promise<Tile[]> =>
  (await readTiles(db, edgeOf(size))).map(({ level, index, hashes }) => {
    const count = Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
    return { level, index, hashes: hashes.subarray(0, count * HASH_BYTES) };
  });

/** Where the next hash of each level goes, in a log of this size. */
export const edgeOf = (size: number): Pick<Tile, 'level' | 'index'>[] => {
  const edge: Pick<Tile, 'level' | 'index'>[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    edge.push({ level, index: Math.floor(hashes / TILE_WIDTH) });
  }
  return edge;
};
