import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Workshops: a board is a log of edits that only grows. A workshop's row gives out the sequence, so that the edits of one
 * board have no gaps and are seen in the order in which they were committed. Values are kept as the text that was told:
 * a board that is exported and brought back is the same to the byte.
 */
export class Workshop1763700000014 implements MigrationInterface {
  readonly name = 'Workshop1763700000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of down) await runner.query(`drop table ${table}`);
  }
}

const up = [
  `create table throughline.workshop (
     id text not null,
     created_at timestamptz not null,
     created_by text not null,
     imported_at timestamptz,
     imported_by text,
     title text not null,
     last_sequence integer not null,
     primary key (id)
   )`,
  'create index workshop_newest on throughline.workshop (created_at desc, id)',
  // Placed by workshop.
  `create table throughline.workshop_edit (
     workshop text not null,
     sequence integer not null,
     id text not null,
     field text not null,
     value text not null,
     at timestamptz not null,
     participant text not null,
     name text not null,
     account text not null,
     primary key (workshop, sequence)
   )`,
  'create unique index workshop_edit_id on throughline.workshop_edit (workshop, id)',
  'create index workshop_edit_field on throughline.workshop_edit (workshop, field, sequence)',
  'revoke update, delete, truncate on throughline.workshop_edit from current_user',
];

const down = ['throughline.workshop_edit', 'throughline.workshop'];
