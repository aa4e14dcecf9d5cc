import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each source was read, and how that went. */
export class Pull1763700000006 implements MigrationInterface {
  readonly name = 'Pull1763700000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table throughline.source_pull (
         source text primary key,
         cursor text,
         records bigint not null default 0,
         total bigint,
         started_at timestamptz,
         finished_at timestamptz,
         failed_at timestamptz,
         error text
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table throughline.source_pull');
  }
}
