-- one row a visit: counts and pages over its hits, attributes from its first hit
with later as (
    select
        visit_id,
        max(created_at) as ended_at,
        count(event) as events,
        -- Sorted afterwards: an ordered list takes four times as long.
        list_sort(list({'at': created_at, 'hit_id': hit_id, 'path': path}) filter (event is null)) as pages
    from visit_hits
    where hit_id <> visit_id
    group by visit_id
),
whole as (
    -- Most visits are one hit: only the others go through a list, which takes the most time of all this.
    select
        hits.*,
        coalesce(later.ended_at, hits.created_at) as ended_at,
        if(hits.event is null, 0, 1) + coalesce(later.events, 0) as events,
        list_concat(
            case when hits.event is null then [{'path': hits.path, 'after_ms': 0}] else [] end,
            list_transform(
                coalesce(later.pages, []),
                lambda page: {'path': page.path, 'after_ms': (epoch_ms(page.at) - epoch_ms(hits.created_at))::integer}
            )
        ) as pages
    from (select hit_id from visit_hits where hit_id = visit_id) as opening
    join hits using (hit_id)
    left join later on later.visit_id = hits.hit_id
)
select
    hit_id as visit_id,
    day,
    hour,
    visitor,
    created_at as started_at,
    epoch_ms(ended_at) - epoch_ms(created_at) as duration_ms,
    len(pages)::integer as pageviews,
    events::integer as events,
    len(pages) = 1 and events = 0 as bounce,
    pages[1].path as entry,
    pages[-1].path as exit,
    pages,
    referrer,
    referrer_host,
    source,
    utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    country,
    region,
    city,
    browser,
    platform,
    device,
    language
from whole
