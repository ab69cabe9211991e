-- metrics of numbered visits by the pages that were viewed in them
select
    day,
    'path' as dimension,
    value,
    sum(pageviews)::bigint as pageviews,
    0 as events,
    sum(visitors)::bigint as visitors,
    sum(visits)::bigint as visits,
    sum(bounces)::bigint as bounces,
    sum(duration_ms)::bigint as duration_ms
from (
    select day, value, count(*) as pageviews, 0 as visitors, 0 as visits, 0 as bounces, 0 as duration_ms
    from (select __OF_DAY__ as day, unnest(list_transform(pages, lambda page: page.path)) as value from numbered_visits)
    group by all
    union all
    select
        day,
        value,
        0,
        count(*) filter (again_number is null) + count(distinct again_number),
        count(*),
        count(*) filter (bounce),
        sum(duration_ms)
    from (
        select
            __OF_DAY__ as day,
            again_number,
            bounce,
            duration_ms,
            unnest(list_distinct(list_transform(pages, lambda page: page.path))) as value
        from numbered_visits
    )
    group by all
)
group by all
