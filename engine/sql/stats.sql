-- the totals and the ten highest values by pageviews of some dimensions, over the days asked for
-- No names and no casts more than needed: two thirds of this statement's time are its planning.
select *
from (
    select
        dimension,
        value,
        sum(pageviews) as pageviews,
        sum(visitors) as visitors,
        sum(visits) as visits,
        sum(bounces) as bounces,
        sum(duration_ms) as duration_ms
    from (
        __ROWS__
    )
    where value is not null
    group by dimension, value
)
where dimension = 'total' or pageviews > 0
qualify row_number() over (partition by dimension order by pageviews desc, value) <= 10
order by dimension, pageviews desc, value
