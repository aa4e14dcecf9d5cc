// An audit trail of any size, written straight into its tables: two years of 500 services on 5,000 hosts.

const DAYS = 730;
export const UNTIL = '2026-11-01T00:00:00Z';

/** Skewed: the first are many times as busy as the last. */
const busy = (of, salt) => `floor(${of} * power((hashint8(i * 31 + ${salt}) & 65535) / 65536.0, 2))::int + 1`;
const oneIn = (n, salt) => `(hashint8(i + ${salt}) & 2147483647) % ${n} = 0`;

/** Fills the trail and its marks with `count` rows; indexes are made afterwards, as a load would. */
export const fillTrail = async (pool, count) => {
  const indexes = await dropIndexes(pool, ['audit', 'audit_mark']);
  await pool.query(
    `
    insert into throughline_read.audit
    select case when kind in ('ACCESS', 'RESOURCE') then '' else service end, 'row/' || i, 'row/' || i, kind,
      case when kind = 'EXECUTION' then 'workflow' end, at, at - interval '1 minute',
      case when kind in ('ACCESS', 'RESOURCE') then null else service end, environment, array[host],
      case when i % 100000 = 0 then 'needle ' else 'usual ' end || i || ' on ' || host,
      person, 'Person ' || person, 'authenticated', 'st2:bot', null, 'bot', null, null, null,
      case when kind = 'DEPLOYMENT' then 'pkg:oci/' || service || '@' || i end,
      case when kind = 'DEPLOYMENT' then 'sha256:' || md5(i::text) || md5((i + 1)::text) end,
      '1.' || i, null, null, null, case when ${oneIn(3, 5)} then array['SHOP-' || i / 10] else '{}' end,
      case when ${oneIn(20, 6)} then 'failure' else 'success' end, null, null, null, null, array['event-' || i]
    from (
      select i, $2::timestamptz - (i::float8 / $1 * ${DAYS}) * interval '1 day' as at,
        'service-' || lpad((${busy(500, 1)})::text, 3, '0') as service,
        'host-' || ${busy(5000, 2)} as host, 'github:p' || ${busy(2000, 3)} as person,
        case when ${oneIn(4, 4)} then 'staging' else 'production' end as environment,
        case when i % 50 = 0 then 'ACCESS' when i % 10 = 1 then 'DEPLOYMENT' when i % 4 = 2 then 'RESOURCE'
          else 'EXECUTION' end as kind
      from generate_series(1, $1::bigint) i
    ) rows`,
    [count, UNTIL],
  );
  await pool.query(`
    insert into throughline_read.audit_mark
    select mark, at, id, place from throughline_read.audit a cross join lateral (
      select 'actor:' || initiator_id as mark union all select 'actor:' || actor_id
      union all select 'host:' || hosts[1] union all select 'item:' || tickets[1] where tickets <> '{}'
      union all select 'digest:' || digest where digest is not null
    ) marks`);
  for (const index of indexes) await pool.query(index);
  await pool.query('vacuum analyze throughline_read.audit, throughline_read.audit_mark');
};

/** @returns the statements that make them again. */
const dropIndexes = async (pool, tables) => {
  const { rows } = await pool.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition,
       c.conname as constraint, i.indrelid::regclass::text as table, pg_get_constraintdef(c.oid) as key
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
     where i.indrelid = any(select ('throughline_read.' || t)::regclass from unnest($1::text[]) t)`,
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
