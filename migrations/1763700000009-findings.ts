import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What controls found, and by which settings: both only ever grow. The newest row of a subject and policy is what holds;
 * the newest until a day is what held then.
 */
export class Findings1763700000009 implements MigrationInterface {
  readonly name = 'Findings1763700000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  // Placed by service; empty where a subject has none.
  `create table throughline.finding (
     service text not null,
     subject text not null,
     environment text not null,
     policy text not null,
     recorded_at timestamptz not null,
     as_of timestamptz not null,
     about text not null,
     title text not null,
     subject_at timestamptz not null,
     version text not null,
     verdict text not null check (verdict in ('PASS', 'FAIL', 'EXCEPTION', 'UNKNOWN', 'WITHDRAWN')),
     sentence text not null,
     evidence text[] not null,
     exception_by text,
     exception_until timestamptz,
     exception_why text,
     recheck_at timestamptz,
     primary key (service, subject, environment, policy, recorded_at)
   )`,
  'create index finding_time on throughline.finding (subject_at, service, subject, environment, policy, recorded_at)',
  `create index finding_trouble on throughline.finding (verdict, subject_at, service, subject, environment, policy, recorded_at)
     where verdict <> 'PASS'`,
  'create index finding_recheck on throughline.finding (recheck_at, service, subject) where recheck_at is not null',
  'revoke update, delete, truncate on throughline.finding from current_user',
  `create table throughline.policy_settings (
     recorded_at timestamptz primary key,
     said_by text not null,
     text text not null
   )`,
  'revoke update, delete, truncate on throughline.policy_settings from current_user',
  // Servers that appeared and what ran on them, by time.
  `create index event_control on throughline.event (type, at, id)
     where type in ('resource.created', 'execution.finished', 'verification.finished')`,
];

const down = [
  'drop index throughline.event_control',
  'drop table throughline.policy_settings',
  'drop table throughline.finding',
];
