-- one page of the values that were viewed, most first, and how many there are in all; one row without a value if none
with rows as (
    __ROWS__
),
summed as (
    select value, sum(pageviews)::bigint as pageviews, sum(visitors)::bigint as visitors
    from rows
    group by value
    having sum(pageviews) > 0
),
page as (
    select value, pageviews, visitors
    from summed
    order by pageviews desc, value nulls last
    limit $size offset $skipped
)
select total, value, pageviews, visitors
from (select count(*) as total from summed)
left join page on true
order by pageviews desc, value nulls last
