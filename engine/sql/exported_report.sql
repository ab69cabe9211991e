-- the metrics of each day, or of each day and value of a dimension, in the days' order
with rows as (
    __ROWS__
)
select
    __BY__,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    sum(visitors)::bigint as visitors,
    sum(visits)::bigint as visits,
    sum(bounces)::bigint as bounces,
    sum(duration_ms)::bigint as duration_ms
from rows
group by all
order by __ORDER__
