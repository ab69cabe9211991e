-- paths by pageviews, most first, those that have a text in them, and the pageviews of all paths
with rows as (
    __ROWS__
),
summed as (
    select value as path, sum(pageviews)::bigint as total_hits, sum(visitors)::bigint as unique_hits
    from rows
    group by value
    having sum(pageviews) > 0
)
select path, total_hits, unique_hits, (select sum(total_hits)::bigint from summed) as all_hits
from summed
where contains(lower(path), lower($term))
order by total_hits desc, path
