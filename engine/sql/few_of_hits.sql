-- what hits count for the values that they bear
select
    day,
    dimension,
    value,
    count(*) filter (event is null) as pageviews,
    count(event) as events,
    count(distinct visitor) as visitors,
    0 as visits,
    0 as bounces,
    0 as duration_ms
from (select day, event, visitor, unnest([__NAMES__]) as dimension, unnest([__VALUES__]) as value from hits)
where __BORNE__
group by day, dimension, value
