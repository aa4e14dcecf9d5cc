// An audit trail of any size, written straight into its tables: two years of 500 services on 5,000 hosts.

const DAYS = 730;
export const UNTIL = '2026-11-01T00:00:00Z';

/** Skewed: the first are many times as busy as the last. */
const busy = (of, salt, row = 'i') =>
  `floor(${of} * power((hashint8((${row}) * 31 + ${salt}) & 65535) / 65536.0, 2))::int + 1`;
const oneIn = (n, salt) => `(hashint8(i + ${salt}) & 2147483647) % ${n} = 0`;

/** What row `i` is about; changes belong to the repository of the service whose deployment delivers them, accesses and resources to no service. */
const NUMBERED = `
  select i, $2::timestamptz - (i::float8 / $1 * ${DAYS}) * interval '1 day' as at,
    'service-' || lpad((${busy(500, 1, 'case when i % 20 = 3 then i - 2 else i end')})::text, 3, '0') as service,
    'host-' || ${busy(5000, 2)} as host, 'github:p' || ${busy(2000, 3)} as person,
    case when ${oneIn(4, 4)} then 'staging' else 'production' end as environment,
    case when i % 50 = 0 then 'ACCESS' when i % 10 = 1 then 'DEPLOYMENT' when i % 20 = 3 then 'CHANGE'
      when i % 4 = 2 then 'RESOURCE' else 'EXECUTION' end as kind
  from generate_series(1, $1::bigint) i`;

/** Fills the trail, its marks and the verdicts on it with `count` rows; indexes are made afterwards, as a load would. */
export const fillTrail = async (pool, count) => {
  const tables = ['audit', 'audit_mark', 'service_change', 'delivered_change', ...COMMIT_TABLES];
  await pool.query(`truncate ${tables.map((table) => `throughline_read.${table}`).join(', ')}`);
  await pool.query('grant truncate on throughline.finding to current_user');
  await pool.query('truncate throughline.finding');
  const filled = [...tables.map((table) => `throughline_read.${table}`), 'throughline.finding'];
  const indexes = await dropIndexes(pool, filled);
  for (const statement of NUMBERED_ROWS) await pool.query(statement, [count, UNTIL]);
  for (const statement of DERIVED) await pool.query(statement);
  for (const index of indexes) await pool.query(index);
  await pool.query(`vacuum analyze ${filled.join(', ')}`);
};

const KEY = `case when kind = 'CHANGE' then 'change:' || service || '#' || i
  when kind = 'DEPLOYMENT' then 'deployment:' || service || '/' || environment || '/' || i else lower(kind) || ':' || i end`;

const LINES = `
  insert into throughline_read.audit
  select case when kind in ('ACCESS', 'RESOURCE') then '' when kind = 'CHANGE' then 'repo:' || service else service end,
    ${KEY} || case when kind = 'RESOURCE' then '@event-' || i else '' end, ${KEY},
    kind, case when kind = 'EXECUTION' then 'workflow' end, at, at - interval '1 minute',
    case when kind in ('EXECUTION', 'DEPLOYMENT') then service end,
    case when kind <> 'CHANGE' then environment end, case when kind = 'CHANGE' then '{}' else array[host] end,
    case when i % 100000 = 0 then 'needle ' else 'usual ' end || i || ' on ' || host,
    person, 'Person ' || person, 'authenticated', 'st2:bot', null, 'bot',
    case when kind = 'DEPLOYMENT' then 'github:approver' || i % 37 end, null, null,
    case when kind = 'DEPLOYMENT' then 'pkg:oci/app@' || i end,
    case when kind = 'DEPLOYMENT' then 'sha256:' || md5(i::text) || md5((i + 1)::text) end,
    '1.' || i, case when kind = 'CHANGE' then service end, null, case when kind = 'CHANGE' then i::text end,
    case when ${oneIn(3, 5)} then array['SHOP-' || i / 10] else '{}' end,
    case when ${oneIn(20, 6)} then 'failure' else 'success' end, null, null, null, null, array['event-' || i]
  from (${NUMBERED}) rows`;

const CHANGES = `
  insert into throughline_read.service_change
  select service, service, i::text, 'PULL_REQUEST', at, 'usual', person, null, true from (${NUMBERED}) rows where kind = 'CHANGE'`;

/** Every second deployment delivers the change before it. */
const DELIVERIES = `
  insert into throughline_read.delivered_change
  select d.service, d.environment, c.service, c.i::text, d.at, d.i::text, false, null, null, null
  from (${NUMBERED}) d join (${NUMBERED}) c on c.i = d.i + 2 and c.kind = 'CHANGE' where d.kind = 'DEPLOYMENT'`;

const ITEMS = `
  insert into throughline_read.item_change (item, repo, id)
  select 'SHOP-' || i / 10, service, i::text from (${NUMBERED}) rows where kind = 'CHANGE' and ${oneIn(3, 5)}`;

const COMMIT_TABLES = ['commit', 'change_commit', 'delivered_commit', 'item_change', 'line'];
/** Two commits in every change. */
const SHAS = `(values (md5(i::text)), (md5('second ' || i))) s(sha)`;

const COMMITS = `
  insert into throughline_read.commit
  select service, sha, at, at, 'usual', person, null, '{}', false, false, false, false, '{}', '{}', null, '{}', null, 'event-' || i
  from (${NUMBERED}) rows, lateral ${SHAS} where kind = 'CHANGE'`;

const COMMITS_OF = `
  insert into throughline_read.change_commit
  select service, i::text, sha, true from (${NUMBERED}) rows, lateral ${SHAS} where kind = 'CHANGE'`;

const COMMIT_DELIVERIES = `
  insert into throughline_read.delivered_commit
  select service, environment, repo, sha, delivered_at, deployment, true, true, false, id, delivered_at, delivered_at, null, null
  from throughline_read.delivered_change join throughline_read.change_commit using (repo)
  where change = id`;

const SERVICE_LINES = `
  insert into throughline_read.line
  select distinct service, environment, repo, null, true from throughline_read.delivered_change`;

/** So many changes are excepted, however large the trail: a page of them has as many lines in each. */
const EXCEPTED = 200;

const verdict = (salt) =>
  `case when i % ($1::bigint / ${EXCEPTED}) = 3 then 'EXCEPTION' when ${oneIn(20, salt)} then 'FAIL' when ${oneIn(50, salt + 1)} then 'UNKNOWN' else 'PASS' end`;

/** Two on every change that was delivered, one on every access. */
const VERDICTS = `
  insert into throughline.finding
  select service, subject, environment, policy, at, at, about, 'usual', at, '1', verdict, 'So it is.', array['event-' || i]
  from (
    select d.service, c.service || '#' || c.i as subject, d.environment, 'ticket-linked' as policy, c.at,
      'CHANGE' as about, ${verdict(7).replaceAll(/\bi\b/g, 'c.i')} as verdict, c.i
    from (${NUMBERED}) d join (${NUMBERED}) c on c.i = d.i + 2 and c.kind = 'CHANGE' where d.kind = 'DEPLOYMENT'
    union all
    select d.service, c.service || '#' || c.i, d.environment, 'approved-before-production', c.at,
      'CHANGE', ${verdict(9).replaceAll(/\bi\b/g, 'c.i')}, c.i
    from (${NUMBERED}) d join (${NUMBERED}) c on c.i = d.i + 2 and c.kind = 'CHANGE' where d.kind = 'DEPLOYMENT'
    union all
    select '', i::text, environment, 'shell-with-ticket', at, 'ACCESS', ${verdict(11)}, i from (${NUMBERED}) rows where kind = 'ACCESS'
  ) judged`;

const MARKS = `
  insert into throughline_read.audit_mark (mark, at, id, place, kind, started_at)
  select mark, at, id, place, kind, started_at from throughline_read.audit a cross join lateral (
    select 'actor:' || initiator_id as mark union all select 'actor:' || actor_id
    union all select 'actor:' || authorizer_id where authorizer_id is not null
    union all select 'host:' || hosts[1] where hosts <> '{}' union all select 'item:' || tickets[1] where tickets <> '{}'
    union all select 'artifact:' || artifact where artifact is not null
    union all select 'digest:' || digest where digest is not null
  ) marks`;

const NUMBERED_ROWS = [LINES, CHANGES, DELIVERIES, ITEMS, COMMITS, COMMITS_OF, VERDICTS];
const DERIVED = [SERVICE_LINES, COMMIT_DELIVERIES, MARKS];

/** @returns the statements that make them again. */
const dropIndexes = async (pool, tables) => {
  const { rows } = await pool.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition,
       c.conname as constraint, i.indrelid::regclass::text as table, pg_get_constraintdef(c.oid) as key
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
     where i.indrelid = any($1::text[]::regclass[])`,
    [tables],
  );
  for (const { name, constraint, table } of rows) {
    await pool.query(
      constraint ? `alter table ${table} drop constraint ${constraint}` : `drop index ${name}`,
    );
  }
  return rows.map(({ definition, constraint, table, key }) =>
    constraint ? `alter table ${table} add constraint ${constraint} ${key}` : definition,
  );
};

/** Two people with several accounts, one of them the busiest; a team of fifty. */
export const fillPeople = async (pool) => {
  await pool.query(`
    insert into throughline_read.person_account
    select 'github:p' || i, '-infinity', 'infinity', 'person-' || i, false, 'e' from generate_series(1, 2000) i`);
  await pool.query(`
    insert into throughline_read.team_member
    select 'payments', 'person-' || i, '2025-01-01', 'infinity', '2', 'e' from generate_series(1, 50) i`);
};

/** A service on 100 hosts that was deployed 2,000 times, of 500 packages each, every one updated four times. */
export const fillHosts = async (pool) => {
  await pool.query(
    `insert into throughline_read.deployment_host
     select 'service-001', 'production', 'host-' || h, $1::timestamptz - d * interval '8 hours', 'd' || d,
       'row/' || d, 'deploy', 'service-001', '1.' || 2000 - d, null, null, null, null, 'e' || d
     from generate_series(1, 100) h, generate_series(1, 2000) d`,
    [UNTIL],
  );
  await pool.query(
    `insert into throughline_read.host_part
     select 'host-' || h, case when p = 0 then 'configuration' else 'package:p' || p end,
       $1::timestamptz - (s + 1) * interval '100 days', case when s = 0 then 'infinity' else $1::timestamptz - s * interval '100 days' end,
       'v' || 4 - s + case when h = 7 then 1 else 0 end, 'production', $1::timestamptz - (s + 1) * interval '101 days', 'e'
     from generate_series(1, 100) h, generate_series(0, 500) p, generate_series(0, 3) s`,
    [UNTIL],
  );
  await pool.query('vacuum analyze throughline_read.deployment_host, throughline_read.host_part');
};
