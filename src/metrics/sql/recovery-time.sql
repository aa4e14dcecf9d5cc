-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  (extract(epoch from b.recovered_at - b.at) * 1000000)::bigint as us,
  case when b.recovered_at is null then 'NOT_RECOVERED' when b.recovered_at < b.at then 'NEGATIVE' end as reason
from deployment d
join (
  select distinct on (f.service, f.deployment) f.service, f.deployment, f.at, f.recovered_at
  from failure f
  where f.environment = $1 and f.service = $2
  order by f.service, f.deployment, array_position(array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'], f.grade), f.at, f.evidence
) b on b.service = d.service and b.deployment = d.id
where d.outcome <> 'cancelled' and d.kind is distinct from 'remove' and d.environment = $3 and d.service = $4
  and d.at >= $5 and d.at < $6
-- $1 = "production"
-- $2 = "basket"
-- $3 = "production"
-- $4 = "basket"
-- $5 = "2026-01-01T00:00:00.000Z"
-- $6 = "2026-04-01T00:00:00.000Z"
