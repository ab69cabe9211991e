-- metrics of numbered visits by the events that happened in them
select
    __OF_DAY__ as day,
    'event' as dimension,
    event as value,
    0 as pageviews,
    sum(times)::bigint as events,
    count(*) filter (again_number is null) + count(distinct again_number) as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms)::bigint as duration_ms
from (
    select held.day, event, again_number, bounce, duration_ms, count(*) as times
    from (select * from (__HITS__) where event is not null) as happened
    join numbered_visits as held on __SAME_VISIT__
    group by visit_id, held.day, event, again_number, bounce, duration_ms
)
group by all
