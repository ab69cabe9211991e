-- pageviews, visitors of each day, visits, bounces and their time: a visit ends after 30 minutes without a hit
with marked as (
    select
        day, visitor, created_ms, hit_id, event,
        case when created_ms - lag(created_ms) over visitor_day <= 1800000 then 0 else 1 end as opens
    from hits
    where site_id = $site and day between $first and $last
    window visitor_day as (partition by day, visitor order by created_ms, hit_id)
),
numbered as (
    select
        day, visitor, created_ms, event,
        sum(opens) over (
            partition by day, visitor order by created_ms, hit_id rows between unbounded preceding and current row
        ) as visit
    from marked
),
visits as (
    select
        day, visitor, visit, count(*) - count(event) as pageviews, count(event) as events,
        max(created_ms) - min(created_ms) as duration_ms
    from numbered
    group by day, visitor, visit
)
select
    sum(pageviews) as pageviews,
    sum(case when visit = 1 then 1 else 0 end) as visitors,
    count(*) as visits,
    sum(case when pageviews = 1 and events = 0 then 1 else 0 end) as bounces,
    sum(duration_ms) as duration_ms
from visits
