-- how often each custom event came, most first
select event, count(*) as times
from hits
where site_id = $site and day between $first and $last and event is not null
group by event
order by times desc, event
