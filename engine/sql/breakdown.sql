-- metrics of the values of some dimensions, the highest first, and how many values there are
with rows as (
    __ROWS__
),
summed as (
    select
        dimension,
        value,
        sum(pageviews)::bigint as pageviews,
        sum(events)::bigint as events,
        sum(visitors)::bigint as visitors,
        sum(visits)::bigint as visits,
        sum(bounces)::bigint as bounces,
        sum(duration_ms)::bigint as duration_ms
    from rows
    where $search is null or contains(lower(value), lower($search))
    group by dimension, value
),
ranked as (
    select
        *,
        row_number() over (partition by dimension order by __ORDER__ desc, visitors desc, value) as place,
        count(*) over (partition by dimension) as values
    from summed
    where pageviews + events + visits > 0
)
select dimension, value, pageviews, events, visitors, visits, bounces, duration_ms, values
from ranked
where place > $skipped and place <= $skipped + $wanted
order by dimension, place
