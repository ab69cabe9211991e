-- what visits count for the values that they bear: with their hits where these bear none of their own
select
    day,
    fact.dimension as dimension,
    fact.value as value,
    coalesce(sum(pageviews) filter (fact.alone), 0) as pageviews,
    coalesce(sum(events) filter (fact.alone), 0) as events,
    count(distinct visitor) filter (fact.alone) as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms) as duration_ms
from (select day, visitor, pageviews, events, bounce, duration_ms, unnest(__FACTS__) as fact from visits)
where fact is not null
group by all
