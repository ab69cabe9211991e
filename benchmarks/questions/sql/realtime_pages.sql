-- the ten pages that most visitors viewed in the last five minutes
select path, count(distinct visitor) as visitors
from hits
where site_id = $site and day between $first and $last and created_ms between $since and $now and event is null
group by path
order by visitors desc, path
limit 10
