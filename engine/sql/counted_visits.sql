-- what exported visits of some days say of the hits that they were made of
with written as materialized (
    select * from written_visits where day between $first and $last
),
visits as materialized (
    select * exclude (pages)
    from written
),
visit_hits as materialized (
    select visit_id, started_at + to_milliseconds(page.after_ms) as created_at, page.path as path, null::varchar as event
    from (select visit_id, started_at, unnest(pages) as page from written)
    union all
    -- Of an event neither name nor page nor instant is known: only that the visit began with it, where no page did.
    select visit_id, started_at, null, ''
    from (select visit_id, started_at, unnest(range(events)) from written)
),
hits as materialized (
    select
        day,
        hour(timezone($zone, created_at))::tinyint as hour,
        visitor,
        event,
        path,
        if(is_first, referrer, null) as referrer,
        if(is_first, referrer_host, null) as referrer_host,
        if(is_first, source, null) as source,
        if(is_first, utm_medium, null) as utm_medium,
        if(is_first, utm_campaign, null) as utm_campaign,
        if(is_first, utm_content, null) as utm_content,
        if(is_first, utm_term, null) as utm_term,
        country,
        region,
        city,
        browser,
        platform,
        device,
        language
    from (
        select *, row_number() over (partition by visit_id order by created_at, event nulls first) = 1 as is_first
        from visit_hits
    )
    join visits using (visit_id)
)
select *, __ORIGIN__ as origin
from (
    __ROLLUP__
)
