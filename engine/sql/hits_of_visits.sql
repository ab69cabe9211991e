-- the hits of one site's visits of some days, visit by visit in their order
with hits as (
    select * from hits where site_id = $site_id and day between $first and $last
),
visits as (
    select * from visits where site_id = $site_id and day between $first and $last
)
select
    visit_id,
    (epoch_ms(created_at) - epoch_ms(started_at))::integer as after_ms,
    hits.*
from hits
asof join visits
    on hits.day = visits.day and hits.visitor = visits.visitor and hits.created_at >= visits.started_at
order by hits.day, started_at, visit_id, created_at, hit_id
