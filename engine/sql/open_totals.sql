-- pageviews and visitors of each site and day, from the hits themselves
with hits as (
    __HITS__
)
select site_id, day, count(*) filter (event is null) as pageviews, count(distinct visitor) as visitors
from hits
group by site_id, day
