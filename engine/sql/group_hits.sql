-- pageviews and visitors of each value, from the hits that meet the conditions
with hits as (
    __HITS__
),
of_visitors as (
    select day, __COLUMN__ as value, __VISITOR__ as visitor, count(*) filter (event is null) as pageviews
    from hits
    where __WHERE__
    group by all
)
select value, sum(pageviews)::bigint as pageviews, count(visitor) as visitors
from of_visitors
group by value
