-- metrics of each day by a value that only visits bear: a visit's hits count with it
select
    day,
    '__NAME__' as dimension,
    __COLUMN__ as value,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    count(distinct visitor) as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms)::bigint as duration_ms
from visits
where __COLUMN__ is not null
group by day, value
