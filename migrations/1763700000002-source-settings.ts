import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person sets for a source, and how its system can be asked for what it keeps. */
export class SourceSettings1763700000002 implements MigrationInterface {
  readonly name = 'SourceSettings1763700000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of ['settings', 'pull_url', 'sealed_pull_credential']) {
      await runner.query(`alter table throughline.source drop column ${column}`);
    }
  }
}

const up = [
  `alter table throughline.source add column settings text not null default '{}'`,
  'alter table throughline.source add column pull_url text',
  'alter table throughline.source add column sealed_pull_credential bytea',
];
