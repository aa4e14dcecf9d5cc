import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tells the events that a key is folded from apart from those that only link to it, so that a key that very many events
 * name (a ticket for everything, a trace) costs no more than its own events. What is known already is told apart by type;
 * where that is too generous, a fold reads what it then leaves aside.
 */
export class LinkedKeys1763700000018 implements MigrationInterface {
  readonly name = 'LinkedKeys1763700000018';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}

const up = [
  'alter table throughline.event_key drop constraint event_key_pkey',
  'alter table throughline.event_key add column linked boolean not null default false',
  'grant update on throughline.event_key to current_user',
  `update throughline.event_key k set linked = true
   where (k.key like 'item:%' or k.key like 'execution:%' or k.key like 'incident:%' or k.key like 'trace:%')
     and not exists (
       select from throughline.event e
       where e.id = k.event_id and (e.type like split_part(k.key, ':', 1) || '.%' or e.type like 'handoff.%')
     )`,
  'revoke update on throughline.event_key from current_user',
  'alter table throughline.event_key add primary key (key, linked, event_id)',
];

const down = [
  'alter table throughline.event_key drop constraint event_key_pkey',
  'grant delete on throughline.event_key to current_user',
  `delete from throughline.event_key k
   where linked and exists (
     select from throughline.event_key o where o.key = k.key and o.event_id = k.event_id and not o.linked
   )`,
  'revoke delete on throughline.event_key from current_user',
  'alter table throughline.event_key drop column linked',
  'alter table throughline.event_key add primary key (key, event_id)',
];
