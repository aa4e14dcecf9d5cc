-- The population: a unit with a reason is left out.
select c.at, c.kind, c.service, c.repo, c.id, null as reason,
  (c.service, c.repo, c.id) in (
    select s.service, s.repo, s.id from scrap s
    where s.environment in ('', $1) and s.service = $2
    and true) as hit
from service_change c
where c.counted and c.service = $3 and c.at >= $4 and c.at < $5
-- $1 = "production"
-- $2 = "basket"
-- $3 = "basket"
-- $4 = "2026-01-01T00:00:00.000Z"
-- $5 = "2026-04-01T00:00:00.000Z"

-- Why a unit belongs to the numerator.
select distinct s.service, s.repo, s.id, s.rule from scrap s
where s.environment in ('', $1) and s.service = $2
    and true
-- $1 = "production"
-- $2 = "basket"
