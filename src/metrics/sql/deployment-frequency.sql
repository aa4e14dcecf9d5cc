-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome <> 'success' then upper(d.outcome) end as reason
from deployment d
where d.kind is distinct from 'remove' and d.environment = $1 and d.service = $2
  and d.at >= $3 and d.at < $4
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"
