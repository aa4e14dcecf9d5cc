-- The population: a unit with a reason is left out.
select c.at, c.kind, c.service, c.repo, c.id, null as reason
from service_change c
where c.counted and c.service = $1 and c.at >= $2 and c.at < $3
-- $1 = "basket"
-- $2 = "2026-01-01T00:00:00.000Z"
-- $3 = "2026-04-01T00:00:00.000Z"

-- The numerator: which units, and by which rule.
select c.at, c.service, c.repo, c.id, s.rule
from (select distinct s.service, s.repo, s.id, s.rule from scrap s
  where s.environment in ('', $1) and s.service = $2
    and true) s
join service_change c on c.service = s.service and c.repo = s.repo and c.id = s.id
where c.counted and c.at >= $3 and c.at < $4
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"
