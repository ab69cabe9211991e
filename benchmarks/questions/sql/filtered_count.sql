-- how many pageviews of a page came from a country
select count(*) as total
from hits
where site_id = $site and day between $first and $last and country = $country and path = $path and event is null
