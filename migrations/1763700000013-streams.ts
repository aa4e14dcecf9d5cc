import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to each item in order, and the value streams that people defined, with every version of them. */
export class Streams1763700000013 implements MigrationInterface {
  readonly name = 'Streams1763700000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table throughline.value_stream');
    await runner.query('drop table throughline_read.path');
  }
}

const up = [
  // Placed by item. `moments` is JSON that is only ever read whole.
  `create table throughline_read.path (
     item text collate "C" not null,
     kind text not null,
     title text,
     type text,
     repo text,
     teams text[] not null,
     first_at timestamptz not null,
     last_at timestamptz not null,
     closed_at timestamptz,
     moments text not null,
     primary key (item)
   )`,
  'create index path_repo on throughline_read.path (repo)',
  'create index path_time on throughline_read.path (kind, last_at, first_at)',
  'create index path_open on throughline_read.path (kind, first_at) where closed_at is null',
  // Only grows: a version is never changed, only followed. `gone` says that the stream was taken back.
  `create table throughline.value_stream (
     name text not null,
     recorded_at timestamptz not null,
     version int not null,
     said_by text not null,
     gone boolean not null,
     text text not null,
     primary key (name, version)
   )`,
  'revoke update, delete, truncate on throughline.value_stream from current_user',
];
