-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason,
  (d.service, d.id) in (select f.service, f.deployment from failure f where f.environment = $1 and f.service = $2) as hit
from deployment d
where d.kind is distinct from 'remove' and d.environment = $3 and d.service = $4
  and d.at >= $5 and d.at < $6
union all
select i.opened_at, 'INCIDENT', i.service, '', i.id, 'UNATTRIBUTED', false
from incident i
where i.environment = $7 and i.service = $8
  and i.opened_at >= $9 and i.opened_at < $10
  and (i.service, i.event_id) not in (select f.service, f.evidence from failure f where f.environment = $11 and f.service = $12)
-- $1 = "production"
-- $2 = "basket"
-- $3 = "production"
-- $4 = "basket"
-- $5 = "2026-01-01T00:00:00.000Z"
-- $6 = "2026-04-01T00:00:00.000Z"
-- $7 = "production"
-- $8 = "basket"
-- $9 = "2026-01-01T00:00:00.000Z"
-- $10 = "2026-04-01T00:00:00.000Z"
-- $11 = "production"
-- $12 = "basket"

-- Why a unit belongs to the numerator.
select f.service, '' as repo, f.deployment as id,
  (array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'])[min(array_position(array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'], f.grade))] as rule
from failure f
where f.environment = $1 and f.service = $2
group by f.service, f.deployment
-- $1 = "production"
-- $2 = "basket"
