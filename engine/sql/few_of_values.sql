-- what visits count for the values that their hits alone bear: once for every value among them
select
    visits.day,
    fact.dimension as dimension,
    fact.value as value,
    0 as pageviews,
    0 as events,
    0 as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms) as duration_ms
from (select distinct visit_id, unnest(__FACTS__) as fact from visit_hits)
join visits using (visit_id)
where fact is not null
group by all
