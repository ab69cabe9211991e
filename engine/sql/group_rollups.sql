-- pageviews and visitors of each value that meets the condition, from rollups
with rows as (
    __ROWS__
)
select value, sum(pageviews)::bigint as pageviews, sum(visitors)::bigint as visitors
from rows
where __WHERE__
group by value
