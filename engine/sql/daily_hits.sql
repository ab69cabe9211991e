-- pageviews that meet the conditions, of each day that has any
with hits as (
    __HITS__
)
select day, count(*) as pageviews
from hits
where event is null and __WHERE__
group by day
