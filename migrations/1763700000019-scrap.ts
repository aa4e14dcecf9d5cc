import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the scrap rules about reopened tickets and caused incidents need: when tickets were reopened, and what the source
 * of an incident says caused it. The read models are made again after the upgrade.
 */
export class Scrap1763700000019 implements MigrationInterface {
  readonly name = 'Scrap1763700000019';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  // Placed by item.
  `create table throughline_read.reopening (
     item text not null,
     event_id text not null,
     at timestamptz not null,
     primary key (item, event_id)
   )`,
  `alter table throughline_read.incident add column caused_by text[] not null default '{}'`,
  `create index incident_caused on throughline_read.incident (event_id) where caused_by <> '{}'`,
  'create index scrap_evidence on throughline_read.scrap (evidence)',
];

const down = [
  'drop index throughline_read.scrap_evidence',
  'alter table throughline_read.incident drop column caused_by',
  'drop table throughline_read.reopening',
];
