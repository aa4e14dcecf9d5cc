-- The population: a unit with a reason is left out.
select d.at, 'DEPLOYMENT' as kind, d.service, '' as repo, d.id,
  case when d.outcome = 'cancelled' then 'CANCELLED' end as reason
from deployment d
where d.kind is distinct from 'remove' and d.environment = $1 and d.service = $2
  and d.at >= $3 and d.at < $4
union all
select i.opened_at, 'INCIDENT', i.service, '', i.id, 'UNATTRIBUTED'
from incident i
where i.environment = $5 and i.service = $6
  and i.opened_at >= $7 and i.opened_at < $8
  and (i.service, i.event_id) not in (select f.service, f.evidence from failure f where f.environment = $9 and f.service = $10)
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"
-- $5 = "production"
-- $6 = "basket"
-- $7 = "2026-01-01T00:00:00.000Z"
-- $8 = "2026-04-01T00:00:00.000Z"
-- $9 = "production"
-- $10 = "basket"

-- The numerator: which units, and by which rule.
select d.at, d.service, '' as repo, d.id, f.rule
from (select f.service, f.deployment, (array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'])[min(array_position(array['EXPLICIT', 'ROLLBACK', 'REVERT', 'WINDOW'], f.grade))] as rule
  from failure f
  where f.environment = $1 and f.service = $2
  group by f.service, f.deployment) f
join deployment d on d.service = f.service and d.id = f.deployment
where d.outcome <> 'cancelled' and d.kind is distinct from 'remove' and d.environment = $3 and d.service = $4
  and d.at >= $5 and d.at < $6
-- $1 = "production"
-- $2 = "basket"
-- $3 = "production"
-- $4 = "basket"
-- $5 = "2026-01-01T00:00:00.000Z"
-- $6 = "2026-04-01T00:00:00.000Z"
