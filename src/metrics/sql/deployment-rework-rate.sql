-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason
from deployment d
where d.kind is distinct from 'remove' and d.environment = $1 and d.service = $2
  and d.at >= $3 and d.at < $4
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"

-- The numerator: which units, and by which rule.
select d.at, d.service, '' as repo, d.id, r.reason as rule
from (select distinct r.service, r.deployment, r.reason from rework r
  where r.environment = $1 and r.service = $2) r
join deployment d on d.service = r.service and d.id = r.deployment
where d.outcome <> 'cancelled' and d.kind is distinct from 'remove' and d.environment = $3 and d.service = $4
  and d.at >= $5 and d.at < $6
-- $1 = "production"
-- $2 = "basket"
-- $3 = "production"
-- $4 = "basket"
-- $5 = "2026-01-01T00:00:00.000Z"
-- $6 = "2026-04-01T00:00:00.000Z"
