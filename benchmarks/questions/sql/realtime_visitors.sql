-- distinct visitors of the last five minutes
select count(distinct visitor) as visitors
from hits
where site_id = $site and day between $first and $last and created_ms between $since and $now
