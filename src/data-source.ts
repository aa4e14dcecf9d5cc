import { DataSource } from 'typeorm';
import { Foundation1763700000000 } from '../migrations/1763700000000-foundation.js';
import { ReadModels1763700000001 } from '../migrations/1763700000001-read-models.js';
import { Ledger1763700000003 } from '../migrations/1763700000003-ledger.js';

/** TypeORM's connection: migrations and configuration entities. Analytics go through `pg` with hand-written SQL. */
export const createDataSource = (url: string): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: 'public',
    synchronize: false,
    migrationsTableName: 'throughline_migration',
    migrations: [Foundation1763700000000, ReadModels1763700000001, Ledger1763700000003],
  });
