-- the newest pageviews of a page from a country
select url, path, referrer, country, browser, platform, device, created_ms
from hits
where site_id = $site and day between $first and $last and country = $country and path = $path and event is null
order by created_ms desc, hit_id desc
limit $size
