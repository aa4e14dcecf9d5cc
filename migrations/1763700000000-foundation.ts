import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The write side: configuration, the inbox, the event store and the queues of keys. No foreign keys and no triggers;
 * every primary key starts with the column by which the table could one day be placed on several machines.
 */
export class Foundation1763700000000 implements MigrationInterface {
  readonly name = 'Foundation1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema throughline cascade');
  }
}

const up = [
  'create schema if not exists throughline',
  `create table throughline.source (
     name text primary key,
     system text not null,
     sealed_secrets bytea[] not null default '{}',
     created_at timestamptz not null
   )`,
  `create table throughline.access_token (
     hash text primary key,
     kind text not null check (kind in ('api', 'source', 'sign_in', 'session')),
     name text not null,
     role text not null check (role in ('admin', 'auditor', 'reader', 'sender')),
     source text,
     created_at timestamptz not null,
     expires_at timestamptz,
     used_at timestamptz,
     revoked_at timestamptz
   )`,
  `create table throughline.refused_delivery (
     source text not null,
     day date not null,
     reason text not null,
     count bigint not null,
     primary key (source, day, reason)
   )`,
  `create table throughline.inbox (
     source text not null,
     delivery_key text not null,
     system text not null,
     received_at timestamptz not null,
     headers text not null,
     body bytea not null,
     state text not null,
     reason text,
     attempts int not null default 0,
     next_attempt_at timestamptz,
     settled_at timestamptz,
     events int,
     repaired_body bytea,
     primary key (source, delivery_key),
     check (state in ('pending', 'accepted', 'ignored', 'rejected', 'dead'))
   )`,
  'alter table throughline.inbox alter column body set storage external',
  'alter table throughline.inbox alter column repaired_body set storage external',
  `create index inbox_pending on throughline.inbox (received_at, source, delivery_key) where state = 'pending'`,
  `create index inbox_trouble on throughline.inbox (state, received_at) where state in ('rejected', 'dead')`,
  `create table throughline.event (
     id text not null,
     digest text not null,
     type text not null,
     at timestamptz not null,
     recorded_at timestamptz not null,
     source text not null,
     delivery_key text not null,
     data text not null,
     primary key (id, digest)
   )`,
  'create index event_recorded on throughline.event (recorded_at, id, digest)',
  `create table throughline.event_key (
     key text not null,
     event_id text not null,
     at timestamptz not null,
     primary key (key, event_id)
   )`,
  `create table throughline.dirty_key (
     recorded_at timestamptz not null,
     key text not null,
     primary key (recorded_at, key)
   )`,
  `create table throughline.watermark (
     name text primary key,
     at timestamptz not null
   )`,
  `create table throughline.import_cursor (
     source text not null,
     name text not null,
     value text not null,
     primary key (source, name)
   )`,
  `create table throughline.service_team (
     service text not null,
     team text not null,
     primary key (service, team)
   )`,
  `create table throughline.read_snapshot (
     as_of timestamptz primary key,
     schema_name text not null,
     built_at timestamptz not null,
     used_at timestamptz not null
   )`,
  'revoke update, delete, truncate on throughline.event from current_user',
  'revoke update, delete, truncate on throughline.event_key from current_user',
];
