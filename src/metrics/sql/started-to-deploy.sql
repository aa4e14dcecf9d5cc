-- The population: a unit with a reason is left out.
select d.delivered_at as at, 'ITEM' as kind, d.service, '' as repo, d.item as id, d.started_us as us,
  case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when d.started_us is null then 'NOT_STARTED'
    when d.started_us < 0 then 'NEGATIVE' end as reason
from delivered_item d
where d.environment = $1 and d.service = $2
  and d.delivered_at >= $3 and d.delivered_at < $4
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"
