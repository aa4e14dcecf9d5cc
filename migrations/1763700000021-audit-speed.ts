import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was on a host at a moment is read by when it ended and when it began, not through all that was ever on it. With
 * part and value, so that hosts are compared in the index alone.
 */
export class AuditSpeed1763700000021 implements MigrationInterface {
  readonly name = 'AuditSpeed1763700000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index host_part_state on throughline_read.host_part (host, valid_to, valid_from) include (part, value)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index throughline_read.host_part_state');
  }
}
