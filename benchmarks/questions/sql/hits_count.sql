-- how many pageviews there are
select count(*) as total
from hits
where site_id = $site and day between $first and $last and event is null
