-- one row a visit: counts and pages over its hits, attributes from its first hit
with counted as (
    select
        visit_id,
        max(created_at) as ended_at,
        count(event) as events,
        list({'path': path, 'visited_at': created_at} order by created_at, hit_id) filter (event is null) as pages
    from visit_hits
    group by visit_id
)
select
    counted.visit_id,
    hits.day,
    hits.hour,
    hits.visitor,
    hits.created_at as started_at,
    epoch_ms(counted.ended_at) - epoch_ms(hits.created_at) as duration_ms,
    coalesce(len(counted.pages), 0)::integer as pageviews,
    counted.events::integer as events,
    coalesce(len(counted.pages), 0) = 1 and counted.events = 0 as bounce,
    counted.pages[1].path as entry,
    counted.pages[-1].path as exit,
    coalesce(counted.pages, []) as pages,
    hits.referrer,
    hits.referrer_host,
    hits.source,
    hits.utm_medium,
    hits.utm_campaign,
    hits.utm_content,
    hits.utm_term,
    hits.country,
    hits.region,
    hits.city,
    hits.browser,
    hits.platform,
    hits.device,
    hits.language
from counted
join hits on hits.hit_id = counted.visit_id
