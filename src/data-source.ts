import type { DataSource } from 'typeorm';
import { Foundation1763700000000 } from '../migrations/1763700000000-foundation.js';
import { ReadModels1763700000001 } from '../migrations/1763700000001-read-models.js';
import { SourceSettings1763700000002 } from '../migrations/1763700000002-source-settings.js';
import { Ledger1763700000003 } from '../migrations/1763700000003-ledger.js';
import { Handoffs1763700000004 } from '../migrations/1763700000004-handoffs.js';
import { People1763700000005 } from '../migrations/1763700000005-people.js';
import { Pull1763700000006 } from '../migrations/1763700000006-pull.js';
import { Completeness1763700000007 } from '../migrations/1763700000007-completeness.js';
import { Findings1763700000009 } from '../migrations/1763700000009-findings.js';
import { Reports1763700000011 } from '../migrations/1763700000011-reports.js';
import { Audit1763700000012 } from '../migrations/1763700000012-audit.js';
import { Streams1763700000013 } from '../migrations/1763700000013-streams.js';
import { Workshop1763700000014 } from '../migrations/1763700000014-workshop.js';
import { FindingSubjects1763700000016 } from '../migrations/1763700000016-finding-subjects.js';
import { LedgerChecks1763700000017 } from '../migrations/1763700000017-ledger-checks.js';
import { LinkedKeys1763700000018 } from '../migrations/1763700000018-linked-keys.js';
import { Scrap1763700000019 } from '../migrations/1763700000019-scrap.js';
import { Erasure1763700000020 } from '../migrations/1763700000020-erasure.js';
import { AuditSpeed1763700000021 } from '../migrations/1763700000021-audit-speed.js';
import { HostActs1763700000022 } from '../migrations/1763700000022-host-acts.js';

/** In the order in which they landed. */
const migrations = [
  Foundation1763700000000,
  ReadModels1763700000001,
  SourceSettings1763700000002,
  Ledger1763700000003,
  Handoffs1763700000004,
  People1763700000005,
  Pull1763700000006,
  Completeness1763700000007,
  Findings1763700000009,
  Reports1763700000011,
  Audit1763700000012,
  Streams1763700000013,
  Workshop1763700000014,
  FindingSubjects1763700000016,
  LedgerChecks1763700000017,
  LinkedKeys1763700000018,
  Scrap1763700000019,
  Erasure1763700000020,
  AuditSpeed1763700000021,
  HostActs1763700000022,
];

export const migrationNames = migrations.map(({ name }) => name);

export const MIGRATIONS_TABLE = 'throughline_migration';

/**
 * TypeORM's connection: migrations and configuration entities. Analytics go through `pg` with hand-written SQL. It is
 * loaded only where it is wanted: that takes longer than to ask whether the database is up to date.
 */
export const createDataSource = async (url: string): Promise<DataSource> => {
  const typeorm = await import('typeorm');
  return new typeorm.DataSource({
    type: 'postgres',
    url,
    schema: 'public',
    synchronize: false,
    migrationsTableName: MIGRATIONS_TABLE,
    migrations,
  });
};
