import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who handed which item to whom, and who has it now, each per level of holders. Placed by item. Names of holders are
 * compared byte by byte, since figures group millions of rows by them.
 */
export class Handoffs1763700000004 implements MigrationInterface {
  readonly name = 'Handoffs1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table throughline_read.holding');
    await runner.query('drop table throughline_read.handoff');
  }
}

const up = [
  `create table throughline_read.handoff (
     item text not null,
     level text collate "C" not null,
     step text not null,
     from_holder text collate "C" not null,
     to_holder text collate "C" not null,
     from_team text collate "C",
     to_team text collate "C",
     since timestamptz not null,
     at timestamptz not null,
     wait_us bigint not null,
     bounced boolean not null,
     prior_at timestamptz,
     repo text,
     from_event text not null,
     to_event text not null,
     primary key (item, level, step)
   )`,
  `create index handoff_cell on throughline_read.handoff (level, from_holder, to_holder, at)
     include (wait_us, bounced, prior_at, since)`,
  'create index handoff_time on throughline_read.handoff (level, at, item, step)',
  'create index handoff_from_team on throughline_read.handoff (level, from_team, at)',
  'create index handoff_to_team on throughline_read.handoff (level, to_team, at)',
  `create table throughline_read.holding (
     item text not null,
     level text collate "C" not null,
     holder text collate "C",
     team text collate "C",
     awaits text collate "C",
     since timestamptz not null,
     last_at timestamptz not null,
     closed_at timestamptz,
     repo text,
     event_id text not null,
     primary key (item, level)
   )`,
  `create index holding_open on throughline_read.holding (level, since, item) where closed_at is null`,
];
