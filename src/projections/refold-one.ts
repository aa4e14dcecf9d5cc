import type { DeliveryEvent } from '../events/vocabulary.js';
import { canonicalJson } from '../support/hash.js';
import type { Db, Row } from '../support/rows.js';
import { asFolded } from './as-folded.js';
import { homeKeyOf } from './keys.js';
import type { Changed, Projection } from './projection.js';
import { writeFolded } from './write-folded.js';

interface Folded<R> {
  readonly identity: Row;
  readonly after: R | undefined;
}

/** By key. */
interface Told {
  readonly tellings: ReadonlyMap<string, readonly DeliveryEvent[]>;
  /** What they come to. */
  readonly known: ReadonlyMap<string, readonly DeliveryEvent[]>;
}

/** Folds the keys of a projection again, and writes the rows that differ. @returns those rows before and after. */
export const refoldOne = async <R extends Row>(
  db: Db,
  projection: Projection<R>,
  keys: readonly string[],
  { tellings, known }: Told,
): Promise<Changed<R>[]> => {
  const own = keys.filter((key) => key.startsWith(`${projection.id}:`));
  const folded = own.flatMap((key) =>
    foldKey(projection, { key, tellings: tellings.get(key) ?? [], known: known.get(key) ?? [] }),
  );
  if (folded.length === 0) return [];
  const before = await readRows<R>(
    db,
    projection,
    folded.map(({ identity }) => identity),
  );
  const changed = folded
    .map(({ identity, after }) => ({ before: before.get(nameOf(projection, identity)), after }))
    .filter(({ before, after }) => canonicalJson(before ?? null) !== canonicalJson(after ?? null));
  const { table, columns, identity } = projection;
  await writeFolded(db, { table, columns, key: identity }, { changed, areNew: true });
  return changed;
};

interface ToldOfKey {
  readonly key: string;
  readonly tellings: readonly DeliveryEvent[];
  readonly known: readonly DeliveryEvent[];
}

/**
 * One key can hold the events of two identities where tellings of one fact disagree about what it belongs to. An identity
 * of another key is folded with that one, which has all its events.
 */
const foldKey = <R extends Row>(
  projection: Projection<R>,
  { key, tellings, known }: ToldOfKey,
): Folded<R>[] => {
  const identities = new Map<string, Row>();
  for (const telling of tellings) {
    const identity = projection.identify(telling);
    if (!identity) continue;
    const name = nameOf(projection, identity);
    if (!identities.has(name) && homeKeyOf(telling) === key) identities.set(name, identity);
  }
  const names = known.map((event) => {
    const identity = projection.identify(event);
    return identity && nameOf(projection, identity);
  });
  return [...identities].map(([name, identity]) => {
    const events = known.filter((event, i) => names[i] === name || projection.needs?.(event));
    return { identity, after: names.includes(name) ? projection.fold(events) : undefined };
  });
};

/** One text for one identity. */
const nameOf = <R extends Row>({ identity }: Projection<R>, row: Row): string =>
  identity.map((column) => String(row[column])).join('\u0001');

const readRows = async <R extends Row>(
  db: Db,
  projection: Projection<R>,
  identities: readonly Row[],
): Promise<Map<string, R>> => {
  const { table, columns, identity } = projection;
  const parameters = identity.map((column) => identities.map((row) => row[column]));
  const lists = identity.map((_, i) => `$${i + 1}::text[]`).join(', ');
  const { rows } = await db.query<R>(
    `select ${columns.map((column) => `t.${column}`).join(', ')}
     from ${table} t join unnest(${lists}) as wanted(${identity.join(', ')}) using (${identity.join(', ')})`,
    parameters,
  );
  return new Map(rows.map((row) => [nameOf(projection, row), asFolded(row)]));
};
