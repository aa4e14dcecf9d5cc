// The ledger: leaves appended per second, a check of the whole store, and proofs at ten million leaves.
import { hash } from 'node:crypto';
import { ledgerSigner } from '../../dist/src/bootstrap/ledger-key.js';
import { openRuntime } from '../../dist/src/bootstrap/runtime.js';
import { readConfig } from '../../dist/src/config.js';
import { appendEvents } from '../../dist/src/events/event-store.js';
import { verifyBundle, writeBundle } from '../../dist/src/ledger/bundle.js';
import { signCheckpoint } from '../../dist/src/ledger/checkpoint.js';
import { leafHash } from '../../dist/src/ledger/merkle.js';
import { edgeOf, readTiles, TileBuilder } from '../../dist/src/ledger/tiles.js';
import { keysOf } from '../../dist/src/projections/keys.js';
import { storeDeliveries } from '../../dist/src/sources/intake/inbox.js';
import { inTransaction, writeRows } from '../../dist/src/support/rows.js';
import { environment, percentile, scratch } from './processes.js';

const EVENTS = Number(process.env.THROUGHLINE_BENCH_EVENTS ?? 200_000);
const LEAVES = Number(process.env.THROUGHLINE_BENCH_LEAVES ?? 10_000_000);
const EVENTS_PER_DELIVERY = 5;
const EVENTS_PER_BATCH = 2_000;
const LEAVES_PER_BATCH = 50_000;
const PROOFS = 500;
/** Not measured: the first proofs compile the code and open the connections. */
const WARM_UP = 100;

const commit = (i) => {
  const sha = hash('sha256', `commit ${i}`).slice(0, 40);
  const at = new Date(1_700_000_000_000 + i * 1_000).toISOString();
  return {
    id: `event-${i}`,
    type: 'commit.recorded',
    at,
    source: 'shop',
    actor: { id: 'github:ann', name: 'Ann Example', kind: 'human', confidence: 'authenticated' },
    url: `https://github.com/shop/basket/commit/${sha}`,
    repo: 'github.com/shop/basket',
    sha,
    authoredAt: at,
    committedAt: at,
    title: `Change ${i} of the basket, with a title as long as titles are`,
  };
};

/** Events as deliveries tell them, recorded and signed. */
const record = async ({ pool, clock, ledger }) => {
  for (let from = 0; from < EVENTS; from += EVENTS_PER_BATCH) {
    const events = Array.from({ length: Math.min(EVENTS_PER_BATCH, EVENTS - from) }, (_, i) =>
      commit(from + i),
    );
    const deliveries = [];
    for (let i = 0; i < events.length; i += EVENTS_PER_DELIVERY) {
      const body = Buffer.from(JSON.stringify(events.slice(i, i + EVENTS_PER_DELIVERY)).repeat(3));
      const key = `push-${(from + i) / EVENTS_PER_DELIVERY}`;
      deliveries.push({
        source: 'shop',
        system: 'github',
        key,
        receivedAt: clock.now(),
        headers: '{}',
        body,
      });
    }
    await storeDeliveries(pool, deliveries);
    const tellings = events.map((event, i) => ({
      event,
      deliveryKey: `shop/push-${Math.floor((from + i) / EVENTS_PER_DELIVERY)}`,
    }));
    await inTransaction(pool, (db) => appendEvents(db, tellings, { clock, keysOf, sign: ledger.sign }));
  }
};

/** Grows the log with leaves that nobody recorded, straight into its tables, and signs it. */
const grow = async (pool, signer) => {
  const { size } = (await pool.query('select max(size)::int as size from throughline.ledger_checkpoint'))
    .rows[0];
  const builder = TileBuilder.resume(size, await readTiles(pool, edgeOf(size)));
  const tile = {
    table: 'throughline.ledger_tile',
    columns: ['level', 'index', 'hashes'],
    key: ['level', 'index'],
  };
  for (let from = size; from < LEAVES; from += LEAVES_PER_BATCH) {
    const to = Math.min(LEAVES, from + LEAVES_PER_BATCH);
    const inserted = pool.query(
      `insert into throughline.ledger_leaf (index, event_id, leaf)
       select i, 'grown-' || i, 'grown leaf ' || i from generate_series($1::bigint, $2::bigint - 1) i`,
      [from, to],
    );
    for (let i = from; i < to; i += 1) builder.push(leafHash(`grown leaf ${i}`));
    await inserted;
    await writeRows(pool, { ...tile, conflict: 'replace' }, builder.takeFull());
  }
  await writeRows(pool, { ...tile, conflict: 'replace' }, builder.partial());
  const checkpoint = { size: LEAVES, root: builder.root(), previous: size, at: new Date().toISOString() };
  await pool.query('insert into throughline.ledger_checkpoint values ($1, $2)', [
    LEAVES,
    signCheckpoint(checkpoint, signer),
  ]);
  // As a store stands that was filled over years, and not in a minute.
  await pool.query('vacuum analyze throughline.ledger_leaf');
};

const seconds = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

export const benchLedger = async () => {
  const { folder, remove } = await scratch();
  const config = readConfig(environment(folder));
  const runtime = await openRuntime(config);
  const { ledger, pool } = runtime;
  const recording = await seconds(() => record(runtime));
  const appending = await seconds(() => ledger.appendPending());
  let checked;
  const checking = await seconds(async () => {
    checked = await ledger.verify({});
  });
  if (checked.count > 0 || checked.size !== EVENTS) throw new Error(JSON.stringify(checked));
  await grow(pool, await ledgerSigner(pool, config)());
  await runtime.close();
  const { times, bare } = await askForProofs(config);
  await remove();
  return {
    events: EVENTS,
    leaves: LEAVES,
    recordRate: EVENTS / recording,
    appendRate: EVENTS / appending,
    verifyRate: EVENTS / checking,
    proofP50: percentile(times, 0.5),
    proofP95: percentile(times, 0.95),
    bareP50: percentile(bare, 0.5),
    bareP95: percentile(bare, 0.95),
  };
};

/** In milliseconds, with a PostgreSQL that was started anew: nothing of the filling is still being written. */
const askForProofs = async (config) => {
  const runtime = await openRuntime(config);
  const { ledger, pool } = runtime;
  const times = [];
  const bare = [];
  for (let i = 0; i < WARM_UP + PROOFS; i += 1) {
    const event = `event-${Math.floor(Math.random() * EVENTS)}`;
    const asked = performance.now();
    await pool.query('select 1');
    const start = performance.now();
    const bundle = await ledger.prove(event, {});
    const end = performance.now();
    if (i >= WARM_UP) {
      bare.push(start - asked);
      times.push(end - start);
    }
    if (verifyBundle(writeBundle(bundle)).checkpoint.size !== LEAVES)
      throw new Error('The proof is of another tree.');
  }
  await runtime.close();
  return { times, bare };
};
