-- the first page of paths by pageviews, with visitors of each day, and how many paths there are
with of_visitors as (
    select path, day, visitor, count(*) - count(event) as views
    from hits
    where site_id = $site and day between $first and $last
    group by path, day, visitor
),
summed as (
    select path, sum(views) as views, count(*) as visitors
    from of_visitors
    group by path
    having sum(views) > 0
)
select path, views, visitors, count(*) over () as total
from summed
order by views desc, path
limit $size
