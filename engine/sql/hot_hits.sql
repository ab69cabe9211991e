-- hits of open days in memory
select __COLUMNS__
from hot
where site_id = $site_id and list_contains($open_days, day) and __CONDITION__
