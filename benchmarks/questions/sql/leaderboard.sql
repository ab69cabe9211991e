-- paths of all time with a text in them, by pageviews, with all pageviews of the site, and how many such paths there are
with of_visitors as (
    select path, day, visitor, count(*) - count(event) as views
    from hits
    where site_id = $site
    group by path, day, visitor
),
summed as (
    select path, sum(views) as views, count(*) as visitors
    from of_visitors
    group by path
    having sum(views) > 0
)
select path, views, visitors, (select sum(views) from summed) as all_views, count(*) over () as total
from summed
where lower(path) like $pattern
order by views desc, path
limit $size
