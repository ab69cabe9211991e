-- what visits count for the values that they bear: with their hits where these bear none of their own
select
    day,
    dimension,
    value,
    coalesce(sum(pageviews) filter (__ALONE__), 0) as pageviews,
    coalesce(sum(events) filter (__ALONE__), 0) as events,
    count(distinct visitor) filter (__ALONE__) as visitors,
    count(*) as visits,
    count(*) filter (bounce) as bounces,
    sum(duration_ms) as duration_ms
from (
    select
        day,
        visitor,
        pageviews,
        events,
        bounce,
        duration_ms,
        unnest([__NAMES__]) as dimension,
        unnest([__VALUES__]) as value
    from visits
)
where __BORNE__
group by day, dimension, value
