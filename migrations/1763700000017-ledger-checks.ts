import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A check of the ledger may begin where the last one ended; 0: it was of the whole store. */
export class LedgerChecks1763700000017 implements MigrationInterface {
  readonly name = 'LedgerChecks1763700000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table throughline.ledger_verification add column first_leaf bigint not null default 0',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table throughline.ledger_verification drop column first_leaf');
  }
}
