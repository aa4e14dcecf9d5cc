import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What it takes to tell whether a source is complete: its rhythm, the numbers it counts by, and our own absences. */
export class Completeness1763700000007 implements MigrationInterface {
  readonly name = 'Completeness1763700000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['source_hour', 'source_sequence', 'uptime']) {
      await runner.query(`drop table throughline.${table}`);
    }
  }
}

const up = [
  `create table throughline.source_hour (
     source text not null,
     hour timestamptz not null,
     deliveries int not null,
     primary key (source, hour)
   )`,
  `create table throughline.source_sequence (
     source text not null,
     stream text not null,
     number bigint not null,
     primary key (source, stream, number)
   )`,
  `create table throughline.uptime (
     started_at timestamptz not null,
     process text not null,
     seen_at timestamptz not null,
     primary key (started_at, process)
   )`,
];
