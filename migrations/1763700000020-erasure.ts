import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was erased, by whom and why: of facts, so that nobody's telling brings them back, and of deliveries. An erased
 * delivery keeps the hash of its body as long as other events stand on it.
 */
export class Erasure1763700000020 implements MigrationInterface {
  readonly name = 'Erasure1763700000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  `create table throughline.erased_event (
     event_id text primary key,
     erased_at timestamptz not null,
     erased_by text not null,
     why text not null
   )`,
  'revoke update, delete, truncate on throughline.erased_event from current_user',
  `alter table throughline.inbox
     add column body_sha256 text,
     add column erased_at timestamptz,
     add column erased_by text,
     add column erased_why text,
     drop constraint inbox_state_check,
     add constraint inbox_state_check
       check (state in ('pending', 'accepted', 'ignored', 'rejected', 'dead', 'erased'))`,
];

const down = [
  `update throughline.inbox set state = 'dead', reason = 'Its body was erased.' where state = 'erased'`,
  `alter table throughline.inbox
     drop constraint inbox_state_check,
     add constraint inbox_state_check check (state in ('pending', 'accepted', 'ignored', 'rejected', 'dead')),
     drop column body_sha256,
     drop column erased_at,
     drop column erased_by,
     drop column erased_why`,
  'drop table throughline.erased_event',
];
