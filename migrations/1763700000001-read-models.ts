import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The read models, in a schema of their own: a full rebuild fills a second schema of the same tables and renames it
 * into place. Every row derives from events alone; no serial ids, no clocks.
 */
export class ReadModels1763700000001 implements MigrationInterface {
  readonly name = 'ReadModels1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema throughline_read cascade');
  }
}

const up = [
  'create schema if not exists throughline_read',
  // Placed by repo.
  `create table throughline_read.commit (
     repo text not null,
     sha text not null,
     committed_at timestamptz not null,
     authored_at timestamptz not null,
     title text not null,
     author_id text,
     author_name text,
     parents text[] not null,
     parents_assumed boolean not null,
     mainline boolean not null,
     merge boolean not null,
     is_revert boolean not null,
     reverts text[] not null,
     fixes text[] not null,
     cherry_pick_of text,
     items text[] not null,
     url text,
     event_id text not null,
     primary key (repo, sha)
   )`,
  `create index commit_rework on throughline_read.commit (repo, sha) where reverts <> '{}' or fixes <> '{}'`,
  `create table throughline_read.change (
     repo text not null,
     id text not null,
     title text not null,
     author_id text,
     author_name text,
     url text,
     opened_at timestamptz,
     first_commit_at timestamptz,
     first_review_at timestamptz,
     approved_at timestamptz,
     merged_at timestamptz,
     abandoned_at timestamptz,
     merge_sha text,
     head_sha text,
     base_sha text,
     commit_count int,
     listed_commits text[] not null,
     returned_by text,
     returned_at timestamptz,
     reverts_change text,
     items text[] not null,
     event_id text not null,
     merge_event_id text,
     primary key (repo, id)
   )`,
  'create index change_merge_sha on throughline_read.change (repo, merge_sha) where merge_sha is not null',
  `create table throughline_read.change_commit (
     repo text not null,
     change text not null,
     sha text not null,
     known boolean not null,
     primary key (repo, change, sha)
   )`,
  'create index change_commit_sha on throughline_read.change_commit (repo, sha)',
  `create table throughline_read.rework_edge (
     repo text not null,
     source text not null,
     kind text not null,
     target text not null,
     event_id text not null,
     at timestamptz not null,
     primary key (repo, source, kind, target)
   )`,
  // Placed by service.
  `create table throughline_read.deployment (
     service text not null,
     environment text not null,
     id text not null,
     started_at timestamptz,
     at timestamptz,
     outcome text,
     kind text,
     effective boolean not null,
     repo text,
     sha text,
     version text,
     artifact text,
     complete boolean not null,
     assumed boolean not null,
     actor_id text,
     actor_name text,
     url text,
     event_id text not null,
     primary key (service, environment, id)
   )`,
  'create index deployment_line on throughline_read.deployment (service, environment, repo, at, id) where effective',
  'create index deployment_time on throughline_read.deployment (environment, at, service, id) include (outcome, kind)',
  'create index deployment_service_time on throughline_read.deployment (service, environment, at, id) include (outcome, kind)',
  `create table throughline_read.service_repo (
     service text not null,
     repo text not null,
     primary key (service, repo)
   )`,
  'create index service_repo_repo on throughline_read.service_repo (repo, service)',
  `create table throughline_read.line (
     service text not null,
     environment text not null,
     repo text not null,
     first_deployment text,
     complete boolean not null,
     primary key (service, environment, repo)
   )`,
  `create table throughline_read.service_change (
     service text not null,
     repo text not null,
     id text not null,
     kind text not null,
     at timestamptz not null,
     title text not null,
     author_id text,
     author_name text,
     counted boolean not null,
     primary key (service, repo, id)
   )`,
  'create index service_change_time on throughline_read.service_change (service, at, repo, id) include (counted)',
  'create index service_change_all on throughline_read.service_change (at, service, repo, id) include (counted)',
  `create table throughline_read.delivered_commit (
     service text not null,
     environment text not null,
     repo text not null,
     sha text not null,
     delivered_at timestamptz not null,
     deployment text not null,
     known boolean not null,
     counted boolean not null,
     before_first boolean not null,
     change text,
     committed_at timestamptz,
     authored_at timestamptz,
     committed_us bigint,
     authored_us bigint,
     primary key (service, environment, repo, sha)
   )`,
  `create index delivered_commit_time on throughline_read.delivered_commit (environment, delivered_at, service)
     include (committed_us, authored_us, before_first, change) where counted`,
  `create index delivered_commit_service on throughline_read.delivered_commit (service, environment, delivered_at, deployment)
     include (committed_us, authored_us, before_first, counted, change)`,
  `create index delivered_commit_unknown on throughline_read.delivered_commit (service, environment, repo, sha)
     where not known`,
  `create table throughline_read.failed_commit (
     service text not null,
     environment text not null,
     repo text not null,
     deployment text not null,
     sha text not null,
     known boolean not null,
     primary key (service, environment, repo, deployment, sha)
   )`,
  `create table throughline_read.delivered_change (
     service text not null,
     environment text not null,
     repo text not null,
     id text not null,
     delivered_at timestamptz not null,
     deployment text not null,
     before_first boolean not null,
     first_commit_us bigint,
     opened_us bigint,
     merged_us bigint,
     primary key (service, environment, repo, id)
   )`,
  `create index delivered_change_time on throughline_read.delivered_change (environment, delivered_at, service)
     include (first_commit_us, opened_us, merged_us, before_first)`,
  `create index delivered_change_service on throughline_read.delivered_change (service, environment, delivered_at)
     include (first_commit_us, opened_us, merged_us, before_first)`,
  `create table throughline_read.delivered_artifact (
     service text not null,
     environment text not null,
     artifact text not null,
     delivered_at timestamptz not null,
     deployment text not null,
     built_us bigint,
     primary key (service, environment, artifact)
   )`,
  'create index delivered_artifact_artifact on throughline_read.delivered_artifact (artifact)',
  'create index delivered_artifact_time on throughline_read.delivered_artifact (environment, delivered_at, service)',
  `create table throughline_read.delivered_item (
     service text not null,
     environment text not null,
     item text not null,
     delivered_at timestamptz not null,
     deployment text not null,
     before_first boolean not null,
     requested_us bigint,
     started_us bigint,
     primary key (service, environment, item)
   )`,
  'create index delivered_item_item on throughline_read.delivered_item (item)',
  'create index delivered_item_time on throughline_read.delivered_item (environment, delivered_at, service)',
  `create table throughline_read.scrap (
     service text not null,
     repo text not null,
     id text not null,
     rule text not null,
     environment text not null,
     evidence text not null,
     at timestamptz not null,
     primary key (service, repo, id, rule, environment, evidence)
   )`,
  `create table throughline_read.failure (
     service text not null,
     environment text not null,
     deployment text not null,
     grade text not null,
     evidence text not null,
     at timestamptz not null,
     recovered_at timestamptz,
     primary key (service, environment, deployment, grade, evidence)
   )`,
  `create table throughline_read.rework (
     service text not null,
     environment text not null,
     deployment text not null,
     reason text not null,
     evidence text not null,
     primary key (service, environment, deployment, reason, evidence)
   )`,
  `create table throughline_read.incident (
     service text not null,
     id text not null,
     environment text not null,
     opened_at timestamptz,
     resolved_at timestamptz,
     title text,
     deployment text,
     event_id text not null,
     primary key (service, id)
   )`,
  'create index incident_time on throughline_read.incident (service, environment, opened_at)',
  // Placed by item.
  `create table throughline_read.item (
     item text not null,
     title text,
     created_at timestamptz,
     started_at timestamptz,
     closed_at timestamptz,
     reopened_at timestamptz,
     event_id text not null,
     primary key (item)
   )`,
  `create table throughline_read.item_change (
     item text not null,
     repo text not null,
     id text not null,
     primary key (item, repo, id)
   )`,
  'create index item_change_change on throughline_read.item_change (repo, id)',
];
