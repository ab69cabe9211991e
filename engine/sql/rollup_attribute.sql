-- metrics of each day by a value that hits and visits both bear: hits count by their own, visits by their first hit's
select
    day,
    '__NAME__' as dimension,
    value,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    sum(visitors)::bigint as visitors,
    sum(visits)::bigint as visits,
    sum(bounces)::bigint as bounces,
    sum(duration_ms)::bigint as duration_ms
from (
    select
        day,
        __COLUMN__ as value,
        count(*) filter (event is null) as pageviews,
        count(event) as events,
        count(distinct visitor) as visitors,
        0 as visits,
        0 as bounces,
        0 as duration_ms
    from hits
    group by all
    union all
    select day, __COLUMN__ as value, 0, 0, 0, count(*), count(*) filter (bounce), sum(duration_ms)
    from visits
    group by all
)
group by day, value
