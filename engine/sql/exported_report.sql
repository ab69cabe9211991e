-- the metrics of each value of a dimension, or of each day, over the days asked for
with rows as (
    __ROWS__
)
select
    __COLUMN__ as __NAME__,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    sum(visitors)::bigint as visitors,
    sum(visits)::bigint as visits,
    sum(bounces)::bigint as bounces,
    sum(duration_ms)::bigint as duration_ms
from rows
group by all
order by __ORDER__
