-- visits of several pageviews and of one, of each day
with visits as (
    __VISITS__
)
select day, count(*) filter (pageviews > 1) as several, count(*) filter (pageviews = 1) as single
from visits
where __WHERE__
group by day
