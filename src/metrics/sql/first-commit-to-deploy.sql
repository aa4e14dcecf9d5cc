-- The population: a unit with a reason is left out.
select d.delivered_at as at, 'PULL_REQUEST' as kind, d.service, d.repo, d.id, d.first_commit_us as us,
  case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when d.first_commit_us is null then 'NO_FIRST_COMMIT'
    when d.first_commit_us < 0 then 'NEGATIVE' end as reason
from delivered_change d
where d.environment = $1 and d.service = $2
  and d.delivered_at >= $3 and d.delivered_at < $4
union all
select d.delivered_at, 'COMMIT', d.service, d.repo, d.sha, d.authored_us,
  case when d.before_first then 'BEFORE_FIRST_DEPLOYMENT' when d.authored_us is null then 'NO_FIRST_COMMIT'
    when d.authored_us < 0 then 'NEGATIVE' end
from delivered_commit d
where d.counted and d.change is null and d.environment = $5 and d.service = $6
  and d.delivered_at >= $7 and d.delivered_at < $8
-- $1 = "production"
-- $2 = "basket"
-- $3 = "2026-01-01T00:00:00.000Z"
-- $4 = "2026-04-01T00:00:00.000Z"
-- $5 = "production"
-- $6 = "basket"
-- $7 = "2026-01-01T00:00:00.000Z"
-- $8 = "2026-04-01T00:00:00.000Z"
