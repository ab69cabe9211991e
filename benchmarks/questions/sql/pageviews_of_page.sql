-- pageviews and visitors of one page on each day that has any
select day, count(*) - count(event) as views, count(distinct visitor) as visitors
from hits
where site_id = $site and day between $first and $last and path = $path
group by day
