-- metrics of values in each of the weeks that end with a day, of the values that are among the first in a recent week
with rows as (
    __ROWS__
),
summed as (
    select
        dimension,
        value,
        datediff('day', day, $last::date) // 7 as week,
        sum(pageviews)::bigint as pageviews,
        sum(events)::bigint as events,
        sum(visitors)::bigint as visitors,
        sum(visits)::bigint as visits,
        sum(bounces)::bigint as bounces,
        sum(duration_ms)::bigint as duration_ms
    from rows
    where value is not null
    group by all
),
placed as (
    select
        dimension,
        value,
        row_number() over (partition by dimension, week order by visitors desc, pageviews desc, value) as place
    from summed
    where week < 5
),
chosen as (
    select dimension, value
    from placed
    group by dimension, value
    having min(place) <= $wanted
)
select dimension, value, week, pageviews, events, visitors, visits, bounces, duration_ms
from summed
semi join chosen using (dimension, value)
order by dimension, value, week
