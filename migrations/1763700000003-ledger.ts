import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger: an append-only Merkle log over the event store, its signed checkpoints, and the queue of what waits to be
 * appended. See docs/audit/ledger.md.
 */
export class Ledger1763700000003 implements MigrationInterface {
  readonly name = 'Ledger1763700000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  // What was recorded together and is not in the ledger yet, signed by the service when it recorded it.
  `create table throughline.recording (
     recorded_at timestamptz primary key,
     events int not null,
     signature bytea not null
   )`,
  // Events that are older than the ledger: they are signed as they stand when its key is made.
  `insert into throughline.recording (recorded_at, events, signature)
   select recorded_at, count(*), '' from throughline.event group by recorded_at`,
  `create table throughline.ledger_key (
     origin text primary key,
     vkey text not null,
     sealed bytea not null
   )`,
  `create table throughline.ledger_leaf (
     index bigint primary key,
     event_id text not null,
     digest text,
     salt bytea,
     leaf text not null
   )`,
  'create index ledger_leaf_event on throughline.ledger_leaf (event_id)',
  `create table throughline.ledger_tile (
     level int not null,
     index bigint not null,
     hashes bytea not null,
     primary key (level, index)
   )`,
  // Hashes do not compress.
  'alter table throughline.ledger_tile alter column hashes set storage external',
  `create table throughline.ledger_checkpoint (
     size bigint primary key,
     note text not null
   )`,
  `create table throughline.ledger_verification (
     at timestamptz primary key,
     size bigint not null,
     findings int not null,
     first_finding text
   )`,
  'revoke update, delete, truncate on throughline.ledger_leaf from current_user',
  // Erasing takes these two away and leaves the leaf.
  'grant update (digest, salt) on throughline.ledger_leaf to current_user',
  'revoke update, delete, truncate on throughline.ledger_checkpoint from current_user',
];

const down = [
  'drop table throughline.ledger_verification',
  'drop table throughline.ledger_checkpoint',
  'drop table throughline.ledger_tile',
  'drop table throughline.ledger_leaf',
  'drop table throughline.ledger_key',
  'drop table throughline.recording',
];
