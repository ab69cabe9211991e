-- rollup rows of the same days, counted in parts; what was taken out whole is not there any more
with rows as (
    __ROWS__
)
select
    day,
    dimension,
    value,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    sum(visitors)::bigint as visitors,
    sum(visits)::bigint as visits,
    sum(bounces)::bigint as bounces,
    sum(duration_ms)::bigint as duration_ms
from rows
group by day, dimension, value
having sum(pageviews) > 0 or sum(events) > 0 or sum(visits) > 0
