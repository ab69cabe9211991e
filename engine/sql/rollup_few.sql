-- rollup rows of all dimensions in one pass: a row a hit, visit and dimension, so only where they are few
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
from (
    __PARTS__
)
group by day, dimension, value
