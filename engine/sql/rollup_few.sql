-- rollup_attribute for several dimensions in one pass: a row a hit, visit and dimension, so only where they are few
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
    select
        day,
        fact.dimension as dimension,
        fact.value as value,
        count(*) filter (event is null) as pageviews,
        count(event) as events,
        count(distinct visitor) as visitors,
        0 as visits,
        0 as bounces,
        0 as duration_ms
    from (select day, event, visitor, unnest(__FACTS__) as fact from hits)
    group by all
    union all
    select day, fact.dimension, fact.value, 0, 0, 0, count(*), count(*) filter (bounce), sum(duration_ms)
    from (select day, bounce, duration_ms, unnest(__FACTS__) as fact from visits)
    group by all
)
group by day, dimension, value
