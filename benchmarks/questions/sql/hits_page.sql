-- a page of the pageviews, newest first
select url, path, referrer, country, browser, platform, device, created_ms
from hits
where site_id = $site and day between $first and $last and event is null
order by created_ms desc, hit_id desc
limit $size offset $skipped
