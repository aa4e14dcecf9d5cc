import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A line of the audit trail knows what was judged, but not for which service: its verdicts are found by their subject. */
export class FindingSubjects1763700000016 implements MigrationInterface {
  readonly name = 'FindingSubjects1763700000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index finding_subject on throughline.finding (subject, service, environment, policy, recorded_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index throughline.finding_subject');
  }
}
