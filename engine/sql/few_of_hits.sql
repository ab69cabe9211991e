-- what hits count for the values that they bear
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
where fact is not null
group by all
