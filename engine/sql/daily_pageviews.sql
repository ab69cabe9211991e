-- pageviews, and visitors of each day that has any, for one value
with rows as (
    __ROWS__
)
select day, sum(pageviews)::bigint as pageviews, sum(visitors)::bigint as visitors
from rows
where value = $value
group by day
order by day
