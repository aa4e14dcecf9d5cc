import type pg from 'pg';
import type { Config } from '../config.js';
import { Ledger } from '../ledger/ledger.js';
import { type Calendars, NO_CALENDARS, readCalendars } from '../metrics/calendar/read-calendars.js';
import { keysOf, onlyLinks } from '../projections/keys.js';
import { Projector } from '../projections/projector.js';
import { ReadModels } from '../projections/read-models.js';
import { Interpreter } from '../sources/intake/interpreter.js';
import { findSource } from '../sources/registry.js';
import { type Clock, systemClock } from '../support/clock.js';
import { createPool } from '../support/pool.js';
import { ledgerSigner } from './ledger-key.js';
import { migrate } from './migrate.js';
import { openStore, type Store } from './store.js';

/** What every command and every server works with; made once, handed to whoever needs a part of it. */
export interface Runtime {
  readonly config: Config;
  readonly clock: Clock;
  readonly databaseUrl: string;
  readonly calendars: Calendars;
  readonly pool: pg.Pool;
  readonly interpreter: Interpreter;
  readonly projector: Projector;
  readonly readModels: ReadModels;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** @param opening the store, where somebody has begun to open it. */
export const openRuntime = async (
  config: Config,
  opening: Promise<Store> = openStore(config),
): Promise<Runtime> => {
  const store = await opening;
  try {
    const calendars = config.calendarsFile ? readCalendars(config.calendarsFile) : NO_CALENDARS;
    await migrate(store.url);
    return createRuntime(config, store, calendars);
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
};

const createRuntime = (config: Config, store: Store, calendars: Calendars): Runtime => {
  const pool = createPool(store.url, 16);
  const clock = systemClock;
  const ledger = new Ledger(pool, clock, ledgerSigner(pool, config));
  return {
    config,
    clock,
    databaseUrl: store.url,
    calendars,
    pool,
    interpreter: new Interpreter(pool, { clock, keysOf, onlyLinks, findSource, sign: ledger.sign }),
    projector: new Projector(pool),
    readModels: new ReadModels(pool, clock),
    ledger,
    close: async () => {
      await pool.end();
      await store.close();
    },
  };
};
