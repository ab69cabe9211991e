-- how many hits bear a day and hour that no time zone has at their instant (UTC-12 to UTC+14)
select count(*)
from hits
where epoch(day::timestamp) + hour * 3600 - epoch(created_at) not between -13 * 3600 and 14 * 3600
