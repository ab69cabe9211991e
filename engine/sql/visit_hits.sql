-- each hit with the visit it belongs to: a visit opens after more than 30 minutes without a hit of its visitor
with marked as (
    select
        hit_id,
        day,
        visitor,
        created_at,
        path,
        event,
        coalesce(created_at - lag(created_at) over visitor_day > interval 30 minutes, true) as opens
    from hits
    window visitor_day as (partition by day, visitor order by created_at, hit_id)
)
select
    hit_id,
    day,
    visitor,
    created_at,
    path,
    event,
    last_value(case when opens then hit_id end ignore nulls) over (
        partition by day, visitor
        order by created_at, hit_id
        rows between unbounded preceding and current row
    ) as visit_id
from marked
