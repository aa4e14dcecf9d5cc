import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People, their accounts, teams and what they own. Every row with a span holds in [valid_from, valid_to); without limit
 * is infinity. Beside the events: which actors were ever seen, so that those without a person can be listed.
 */
export class People1763700000005 implements MigrationInterface {
  readonly name = 'People1763700000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  `create table throughline_read.person (
     person text not null,
     name text,
     event_id text not null,
     primary key (person)
   )`,
  `create table throughline_read.person_account (
     account text not null,
     valid_from timestamptz not null,
     valid_to timestamptz not null,
     person text not null,
     bot boolean not null,
     event_id text not null,
     primary key (account, valid_from)
   )`,
  'create index person_account_person on throughline_read.person_account (person, account)',
  `create table throughline_read.team (
     team text not null,
     name text,
     line text,
     handles text[] not null,
     event_id text not null,
     primary key (team)
   )`,
  `create table throughline_read.team_member (
     team text not null,
     person text not null,
     valid_from timestamptz not null,
     valid_to timestamptz not null,
     line text,
     event_id text not null,
     primary key (team, person, valid_from)
   )`,
  'create index team_member_person on throughline_read.team_member (person, team)',
  `create table throughline_read.service_owner (
     service text not null,
     team text not null,
     repo text not null,
     valid_from timestamptz not null,
     valid_to timestamptz not null,
     paths text[] not null,
     event_id text not null,
     primary key (service, team, repo, valid_from)
   )`,
  'create index service_owner_team on throughline_read.service_owner (team, service)',
  `create table throughline_read.service_path (
     service text not null,
     repo text not null,
     valid_from timestamptz not null,
     valid_to timestamptz not null,
     paths text[] not null,
     event_id text not null,
     primary key (service, repo, valid_from)
   )`,
  'create index service_path_repo on throughline_read.service_path (repo, service)',
  `create table throughline.seen_actor (
     actor text not null,
     kind text not null,
     name text,
     events bigint not null,
     first_at timestamptz not null,
     last_at timestamptz not null,
     primary key (actor)
   )`,
  // Events that were recorded before this table was: each fact once, by any of its tellings.
  `insert into throughline.seen_actor (actor, kind, name, events, first_at, last_at)
   select who ->> 'id', (array_agg(who ->> 'kind' order by at desc, id))[1],
     (array_agg(who ->> 'name' order by at desc, id) filter (where who ->> 'name' is not null))[1],
     count(*), min(at), max(at)
   from (
     select distinct on (e.id, who ->> 'id') e.id, e.at, who
     from throughline.event e
     cross join lateral (values (e.data::jsonb -> 'actor'), (e.data::jsonb -> 'initiator'),
       (e.data::jsonb -> 'authorizer')) role(who)
     where who is not null
     order by e.id, who ->> 'id', e.digest
   ) told
   group by who ->> 'id'`,
  'drop table throughline.service_team',
];

const down = [
  `create table throughline.service_team (
     service text not null,
     team text not null,
     primary key (service, team)
   )`,
  'drop table throughline.seen_actor',
  'drop table throughline_read.service_path',
  'drop table throughline_read.service_owner',
  'drop table throughline_read.team_member',
  'drop table throughline_read.team',
  'drop table throughline_read.person_account',
  'drop table throughline_read.person',
];
