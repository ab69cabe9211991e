-- pageviews of the values that meet the condition, of each day that has hits of them
with rows as (
    __ROWS__
)
select day, sum(pageviews)::bigint as pageviews
from rows
where __WHERE__
group by day
