import type pg from 'pg';
import { loadKey } from '../access/seal.js';
import type { Config } from '../config.js';
import { Ledger } from '../ledger/ledger.js';
import { type Calendars, NO_CALENDARS, readCalendars } from '../metrics/calendar/read-calendars.js';
import { PolicyEvaluator } from '../policies/evaluator.js';
import { keysOf, onlyLinks } from '../projections/keys.js';
import { Projector } from '../projections/projector.js';
import { ReadModels } from '../projections/read-models.js';
import type { ReportService } from '../reports/service.js';
import { Interpreter } from '../sources/intake/interpreter.js';
import { findSource } from '../sources/registry.js';
import { type Clock, systemClock } from '../support/clock.js';
import { createPool } from '../support/pool.js';
import { ledgerSigner } from './ledger-key.js';
import { migrate } from './migrate.js';
import { DuePulls } from './pulls.js';
import { openReports } from './reports.js';
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
  readonly pulls: DuePulls;
  readonly ledger: Ledger;
  readonly policies: PolicyEvaluator;
  readonly reports: ReportService;
  close(): Promise<void>;
}

/** A report holds a connection for as long as it reads. */
const REPORTS_AT_ONCE = 2;

/** @param opening the store, where somebody has begun to open it. */
export const openRuntime = async (
  config: Config,
  opening: Promise<Store> = openStore(config),
): Promise<Runtime> => {
  const store = await opening;
  try {
    const calendars = config.calendarsFile ? readCalendars(config.calendarsFile) : NO_CALENDARS;
    await migrate(store.url);
    return await createRuntime(config, store, calendars);
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
};

const createRuntime = async (config: Config, store: Store, calendars: Calendars): Promise<Runtime> => {
  const pool = createPool(store.url, 16);
  const clock = systemClock;
  const readingPool = createPool(store.url, REPORTS_AT_ONCE);
  const readModels = new ReadModels(pool, clock);
  const ledger = new Ledger(pool, clock, ledgerSigner(pool, config));
  const policies = new PolicyEvaluator(pool, clock);
  return {
    config,
    clock,
    databaseUrl: store.url,
    calendars,
    pool,
    interpreter: new Interpreter(pool, { clock, keysOf, onlyLinks, findSource, sign: ledger.sign }),
    projector: new Projector(pool),
    readModels,
    pulls: new DuePulls(pool, await loadKey(config), clock),
    ledger,
    policies,
    reports: openReports({ config, pool, readingPool, readModels, ledger, policies, clock }),
    close: async () => {
      await pool.end();
      await readingPool.end();
      await store.close();
    },
  };
};
