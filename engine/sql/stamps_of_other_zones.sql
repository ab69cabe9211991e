-- how many hits bear another day or hour than the clock of the site's time zone shows at their instant
select count(*)
from hits
where
    (created_at at time zone $zone)::date <> day
    or hour(created_at at time zone $zone) <> hour
