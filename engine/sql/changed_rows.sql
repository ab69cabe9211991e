-- what hits that came since change in the rollup rows of a day: metrics are sums over its visitors, so the rows of those
-- who came are put in as they are now, and taken out as they were counted
with fresh as materialized (
    __FRESH__
),
came as materialized (
    select distinct visitor from fresh where visitor % $parts = $part
),
met as materialized (
    select *, false as counted from fresh where visitor % $parts = $part
    union all
    select *, true as counted from (__COUNTED__) semi join came using (visitor)
)
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from (
    with hits as materialized (
        select * from met
    ),
    visit_hits as materialized (
        __VISIT_HITS__
    ),
    visits as materialized (
        __VISITS__
    )
    __ROLLUP__
)
union all
select day, dimension, value, -pageviews, -events, -visitors, -visits, -bounces, -duration_ms
from (
    with hits as materialized (
        select * from met where counted
    ),
    visit_hits as materialized (
        __VISIT_HITS__
    ),
    visits as materialized (
        __VISITS__
    )
    __ROLLUP__
)
