import type { Db } from '../../src/support/rows.js';

/** Chance that can be had again: everything that a tampering chooses comes from its seed. */
export class Chance {
  constructor(private state: number) {}

  below(limit: number): number {
    // A linear congruential generator is chance enough here.
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

export interface Tampering {
  readonly name: string;
  /** @returns how many rows were touched. */
  run(db: Db, chance: Chance): Promise<number>;
}

const LOCK_OFF = `grant all on throughline.event, throughline.ledger_leaf, throughline.ledger_tile,
  throughline.ledger_checkpoint, throughline.recording, throughline.inbox to current_user`;

/** As a superuser, who is asked nothing. */
export const takeAllRights = async (db: Db): Promise<void> => {
  await db.query(LOCK_OFF);
};

const TABLES = ['event', 'ledger_leaf', 'ledger_tile', 'ledger_checkpoint', 'recording'] as const;
type Table = (typeof TABLES)[number];

/** Another value for each column, by an SQL expression over the row. */
const OTHER: Readonly<Record<Table, Readonly<Record<string, readonly string[]>>>> = {
  event: {
    id: [`id || 'x'`, `reverse(id)`],
    digest: [`reverse(digest)`, `overlay(digest placing 'g' from 5)`],
    type: [`'change.merged'`, `type || ' '`],
    at: [
      `at + interval '1 microsecond'`,
      `at - interval '3 days'`,
      `at - interval '4000 years'`,
      `'infinity'`,
    ],
    recorded_at: [
      `recorded_at + interval '1 microsecond'`,
      `recorded_at - interval '1 day'`,
      `recorded_at + interval '1 day'`,
      `'infinity'`,
      `recorded_at - interval '4000 years'`,
    ],
    source: [`'github'`, `upper(source)`],
    delivery_key: [`delivery_key || '1'`, `'shop/none'`, `''`],
    data: [`replace(data, 'ann', 'bob')`, `data || ' '`, `''`, `'{}'`, `overlay(data placing '~' from 20)`],
  },
  ledger_leaf: {
    index: [`index + 100000`, `-1 - index`],
    event_id: [`reverse(event_id) || 'x'`, `''`],
    digest: [`reverse(digest)`, `null`, `''`],
    salt: [`set_byte(salt, 7, (get_byte(salt, 7) + 1) % 256)`, `null`, `''`],
    leaf: [`leaf || ' '`, `replace(leaf, 'shop', 'shot')`, `'{}'`, `''`, `overlay(leaf placing '~' from 40)`],
  },
  ledger_tile: {
    level: [`level + 5`],
    index: [`index + 900`],
    hashes: [
      `set_byte(hashes, 12, (get_byte(hashes, 12) + 1) % 256)`,
      `substring(hashes from 33)`,
      `hashes || '\\x00'::bytea`,
      `''`,
    ],
  },
  ledger_checkpoint: {
    size: [`size + 1000000`, `-size`],
    note: [
      `replace(note, chr(10) || 'at 2', chr(10) || 'at 3')`,
      `overlay(note placing '~' from 60)`,
      `note || chr(10)`,
      `''`,
      `replace(note, 'previous ', 'previous 1')`,
    ],
  },
  recording: {
    recorded_at: [
      `recorded_at + interval '1 millisecond'`,
      `recorded_at - interval '9 days'`,
      `recorded_at - interval '4000 years'`,
      `'infinity'`,
      `'-infinity'`,
    ],
    events: [`events + 1`],
    signature: [`set_byte(signature, 3, (get_byte(signature, 3) + 1) % 256)`, `''`],
  },
};

/** One row at random; erasures have neither digest nor salt, so nothing can be changed there. */
const someRow = async (db: Db, table: Table, chance: Chance): Promise<string> => {
  const { rows } = await db.query<{ ctid: string }>(
    `select ctid::text from throughline.${table} ${table === 'ledger_leaf' ? 'where salt is not null' : ''} order by 1`,
  );
  return chance.of(rows).ctid;
};

const update: Tampering = {
  name: 'update',
  run: async (db, chance) => {
    const table = chance.of(TABLES);
    const [column, values] = chance.of(Object.entries(OTHER[table]));
    const { rowCount } = await db.query(
      `update throughline.${table} set ${column} = ${chance.of(values)} where ctid = $1::tid`,
      [await someRow(db, table, chance)],
    );
    return rowCount ?? 0;
  },
};

const remove: Tampering = {
  name: 'delete',
  run: async (db, chance) => {
    const table = chance.of(TABLES);
    const { rowCount } = await db.query(`delete from throughline.${table} where ctid = $1::tid`, [
      await someRow(db, table, chance),
    ]);
    return rowCount ?? 0;
  },
};

/** A copy of a row under another key. */
const COPIES: Readonly<Record<Table, readonly string[]>> = {
  event: [
    `select 'forged', digest, type, at, recorded_at, source, delivery_key, data`,
    `select id, reverse(digest), type, at, recorded_at, source, delivery_key, data`,
    `select 'forged', digest, type, at, now(), source, delivery_key, data`,
    `select 'forged', digest, type, at, (select max(recorded_at) from throughline.recording), source, delivery_key, data`,
  ],
  ledger_leaf: [
    `select (select max(index) + 1 from throughline.ledger_leaf), event_id, digest, salt, leaf`,
    `select (select max(index) + 1 from throughline.ledger_leaf), '', null, null, '{"erased":3,"kind":"erasure","recordedAt":"2026-01-01T00:00:00.000Z","v":1}'`,
    `select -1, event_id, digest, salt, leaf`,
  ],
  ledger_tile: [`select level + 3, index, hashes`, `select level, index + 77, hashes`],
  ledger_checkpoint: [
    `select size + 7, note`,
    `select 5, note`,
    `select 9999999, replace(note, size::text, '9999999')`,
  ],
  recording: [
    `select (select min(recorded_at) from throughline.event), events, signature`,
    `select recorded_at + interval '1 day', events, signature`,
  ],
};

const insert: Tampering = {
  name: 'insert',
  run: async (db, chance) => {
    const table = chance.of(TABLES);
    const { rowCount } = await db.query(
      `insert into throughline.${table} ${chance.of(COPIES[table])} from throughline.${table} where ctid = $1::tid`,
      [await someRow(db, table, chance)],
    );
    return rowCount ?? 0;
  },
};

/** What two rows exchange, while their keys stay where they are. */
const CONTENT: Readonly<Record<Exclude<Table, 'recording'>, readonly (readonly string[])[]>> = {
  event: [['data'], ['digest', 'data']],
  ledger_leaf: [['leaf'], ['event_id', 'digest', 'salt', 'leaf'], ['salt'], ['event_id', 'digest', 'salt']],
  ledger_tile: [['hashes']],
  ledger_checkpoint: [['note']],
};

const reorder: Tampering = {
  name: 'reorder',
  run: async (db, chance) => {
    const table = chance.of(['event', 'ledger_leaf', 'ledger_tile', 'ledger_checkpoint'] as const);
    const one = await someRow(db, table, chance);
    let other = one;
    while (other === one) other = await someRow(db, table, chance);
    const columns = chance.of(CONTENT[table]);
    const { rowCount } = await db.query(
      `update throughline.${table} t set ${columns.map((column) => `${column} = o.${column}`).join(', ')}
       from throughline.${table} o
       where (t.ctid = $1::tid and o.ctid = $2::tid) or (t.ctid = $2::tid and o.ctid = $1::tid)`,
      [one, other],
    );
    return rowCount ?? 0;
  },
};

/** The body that an event was read from. */
const delivery: Tampering = {
  name: 'delivery',
  run: async (db, chance) => {
    const { rows } = await db.query<{ delivery_key: string }>(
      'select delivery_key from throughline.inbox order by 1',
    );
    const { rowCount } = await db.query(
      chance.of([
        `update throughline.inbox set body = set_byte(body, 5, (get_byte(body, 5) + 1) % 256) where delivery_key = $1`,
        'delete from throughline.inbox where delivery_key = $1',
        `update throughline.inbox set state = 'erased', body_sha256 = encode(sha256(body), 'hex'), body = '' where delivery_key = $1`,
      ]),
      [chance.of(rows).delivery_key],
    );
    return rowCount ?? 0;
  },
};

export const TAMPERINGS: readonly Tampering[] = [update, remove, insert, reorder, delivery];
