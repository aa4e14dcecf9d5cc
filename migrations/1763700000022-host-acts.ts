import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was done on a host in a window of time is told by the marks alone, without reading a line of the trail for each;
 * what kind of line a service has is found without passing by those of other kinds; a commit is found by its sha whatever
 * its repository. Past states are made again when they are asked for.
 */
export class HostActs1763700000022 implements MigrationInterface {
  readonly name = 'HostActs1763700000022';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
    const forgotten: { schema_name: string }[] = await runner.query(
      'select schema_name from throughline.read_snapshot',
    );
    for (const { schema_name } of forgotten)
      await runner.query(`drop schema if exists ${schema_name} cascade`);
    await runner.query('delete from throughline.read_snapshot');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index throughline_read.audit_place_kind_time, throughline_read.commit_sha');
    await runner.query('alter table throughline_read.audit_mark drop column kind, drop column started_at');
  }
}

const up = [
  'alter table throughline_read.audit_mark add column kind text, add column started_at timestamptz',
  `update throughline_read.audit_mark m set kind = a.kind, started_at = a.started_at
   from throughline_read.audit a where a.place = m.place and a.id = m.id`,
  'alter table throughline_read.audit_mark alter column kind set not null',
  'create index audit_place_kind_time on throughline_read.audit (place, kind, at, id)',
  'create index commit_sha on throughline_read.commit (sha, repo)',
];
