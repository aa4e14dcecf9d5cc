import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of reports, what they came to, and to whom they were sent. Placed by report or by run. */
export class Reports1763700000011 implements MigrationInterface {
  readonly name = 'Reports1763700000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`drop table throughline.${table}`);
    await runner.query('drop index throughline.event_runs');
  }
}

const tables = ['report_run', 'report_output', 'report_delivery', 'report_schedule', 'report_observation'];

const up = [
  // variant: '' for the scheduled run of a period; a manual one is told apart by its recording time.
  `create table throughline.report_run (
     report text not null,
     period text not null,
     variant text not null,
     id text not null,
     period_from timestamptz not null,
     period_to timestamptz not null,
     as_of timestamptz,
     requested_by text,
     requested_at timestamptz not null,
     state text not null check (state in ('waiting', 'running', 'done', 'failed')),
     step text not null,
     done int not null,
     total int not null,
     attempts int not null,
     next_attempt_at timestamptz not null,
     lease_by text,
     lease_until timestamptz,
     error text,
     data bytea,
     data_sha256 text,
     finished_at timestamptz,
     primary key (report, period, variant)
   )`,
  'create unique index report_run_id on throughline.report_run (id)',
  `create index report_run_open on throughline.report_run (next_attempt_at) where state in ('waiting', 'running')`,
  'create index report_run_time on throughline.report_run (requested_at, id)',
  // bytes is null where the outputs are kept in a folder.
  `create table throughline.report_output (
     run text not null,
     format text not null,
     file text not null,
     sha256 text not null,
     size bigint not null,
     bytes bytea,
     primary key (run, format)
   )`,
  `create table throughline.report_delivery (
     run text not null,
     recipient text not null,
     position int not null,
     state text not null check (state in ('waiting', 'sent', 'failed')),
     attempts int not null,
     next_attempt_at timestamptz not null,
     sent_at timestamptz,
     error text,
     primary key (run, recipient)
   )`,
  `create index report_delivery_open on throughline.report_delivery (next_attempt_at) where state = 'waiting'`,
  // Periods before a report was first scheduled are not owed.
  `create table throughline.report_schedule (
     report text not null,
     since timestamptz not null,
     primary key (report)
   )`,
  `create table throughline.report_observation (
     what text not null,
     as_of timestamptz not null,
     observed text not null,
     primary key (what, as_of)
   )`,
  `create index event_runs on throughline.event (type, at)
     where type in ('execution.finished', 'access.opened', 'access.closed')`,
];
