-- the totals and the ten highest values by pageviews of some dimensions, over the days asked for
with rows as (
    __ROWS__
),
summed as (
    select
        dimension,
        value,
        sum(pageviews)::bigint as pageviews,
        sum(visitors)::bigint as visitors,
        sum(visits)::bigint as visits,
        sum(bounces)::bigint as bounces,
        sum(duration_ms)::bigint as duration_ms
    from rows
    where value is not null
    group by dimension, value
)
select *
from summed
where dimension = 'total' or pageviews > 0
qualify row_number() over (partition by dimension order by pageviews desc, value) <= 10
order by dimension, pageviews desc, value
