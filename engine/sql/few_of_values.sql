-- what visits count for the values that their hits alone bear: once for every value among them
select
    visits.day,
    dimension,
    value,
    0 as pageviews,
    0 as events,
    0 as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms) as duration_ms
from (select distinct visit_id, unnest([__NAMES__]) as dimension, unnest([__VALUES__]) as value from visit_hits)
join visits using (visit_id)
where __BORNE__
group by visits.day, dimension, value
