-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason,
  (d.service, d.id) in (select r.service, r.deployment from rework r where r.environment = $1 and r.service = $2) as hit
from deployment d
where d.kind is distinct from 'remove' and d.environment = $3 and d.service = $4
  and d.at >= $5 and d.at < $6
-- $1 = "production"
-- $2 = "basket"
-- $3 = "production"
-- $4 = "basket"
-- $5 = "2026-01-01T00:00:00.000Z"
-- $6 = "2026-04-01T00:00:00.000Z"

-- Why a unit belongs to the numerator.
select distinct r.service, '' as repo, r.deployment as id, r.reason as rule
from rework r
where r.environment = $1 and r.service = $2
-- $1 = "production"
-- $2 = "basket"
