-- metrics of numbered visits by a value that they bear
select
    __OF_DAY__ as day,
    '__NAME__' as dimension,
    __COLUMN__ as value,
    sum(pageviews)::bigint as pageviews,
    sum(events)::bigint as events,
    count(*) filter (again_number is null) + count(distinct again_number) as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms)::bigint as duration_ms
from numbered_visits
where __BEARS__
group by all
