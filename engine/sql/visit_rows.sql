-- visits computed from hits, each with its length
with hits as (
    __HITS__
),
visit_hits as (
    __VISIT_HITS__
),
visits as (
    __VISITS__
)
select day, visitor, duration_ms, pageviews + events as hits
from visits
order by all
