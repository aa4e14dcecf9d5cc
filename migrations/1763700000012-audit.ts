import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit trail, what ran on which host and when, and who has read the trail. Texts that order a list are compared by
 * bytes, so that an exported list has the same order on every machine.
 */
export class Audit1763700000012 implements MigrationInterface {
  readonly name = 'Audit1763700000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of down) await runner.query(`drop table ${table}`);
  }
}

const up = [
  // Placed by service; what belongs to none is placed by its repository (`repo:...`), or nowhere ('').
  `create table throughline_read.audit (
     place text collate "C" not null,
     id text collate "C" not null,
     key text not null,
     kind text not null,
     detail text,
     at timestamptz not null,
     started_at timestamptz,
     service text,
     environment text,
     hosts text[] not null,
     title text not null,
     initiator_id text,
     initiator_name text,
     initiator_confidence text,
     actor_id text,
     actor_name text,
     actor_confidence text,
     authorizer_id text,
     authorizer_name text,
     authorizer_confidence text,
     artifact text,
     digest text,
     version text,
     repo text,
     sha text,
     change text,
     tickets text[] not null,
     outcome text,
     value_before text,
     value_after text,
     parent text,
     url text,
     event_ids text[] not null,
     primary key (place, id)
   )`,
  'create index audit_key on throughline_read.audit (key)',
  'create index audit_time on throughline_read.audit (at, id, place)',
  'create index audit_place_time on throughline_read.audit (place, at, id)',
  'create index audit_environment_time on throughline_read.audit (environment, at, id, place)',
  'create index audit_kind_time on throughline_read.audit (kind, at, id, place)',
  'create index audit_outcome_time on throughline_read.audit (outcome, at, id, place)',
  // By whom, where and about what: `actor:...`, `host:...`, `item:...`, `artifact:...`, `digest:...`. Placed by mark.
  `create table throughline_read.audit_mark (
     mark text collate "C" not null,
     at timestamptz not null,
     id text collate "C" not null,
     place text collate "C" not null,
     primary key (mark, at, id, place)
   )`,
  // Placed by host.
  `create table throughline_read.host_part (
     host text not null,
     part text not null,
     valid_from timestamptz not null,
     valid_to timestamptz not null,
     value text not null,
     environment text,
     seen_before timestamptz,
     event_id text not null,
     primary key (host, part, valid_from)
   )`,
  'create index host_part_part on throughline_read.host_part (part, host, valid_from)',
  `create table throughline_read.host_resource (
     host text not null,
     resource text not null,
     at timestamptz not null,
     key text not null,
     kind text,
     name text,
     environment text,
     value text not null,
     corrective boolean not null,
     caused_by text[] not null,
     event_id text not null,
     primary key (host, resource, at)
   )`,
  'create index host_resource_name on throughline_read.host_resource (host, kind, name, at)',
  'create index host_resource_key on throughline_read.host_resource (key)',
  // Placed by service. Host '' where the deployment does not say which.
  `create table throughline_read.deployment_host (
     service text not null,
     environment text not null,
     host text not null,
     at timestamptz not null,
     deployment text not null,
     key text not null,
     kind text not null,
     package text,
     version text,
     artifact text,
     digest text,
     repo text,
     sha text,
     event_id text not null,
     primary key (service, environment, host, at, deployment)
   )`,
  'create index deployment_host_host on throughline_read.deployment_host (host, service, environment, at, deployment)',
  'create index deployment_host_key on throughline_read.deployment_host (key)',
  `create table throughline.audit_reading (
     at timestamptz not null,
     id text not null,
     reader text not null,
     role text not null,
     what text not null,
     question text not null,
     primary key (at, id)
   )`,
  'revoke update, delete, truncate on throughline.audit_reading from current_user',
];

const down = [
  'throughline.audit_reading',
  'throughline_read.deployment_host',
  'throughline_read.host_resource',
  'throughline_read.host_part',
  'throughline_read.audit_mark',
  'throughline_read.audit',
];
