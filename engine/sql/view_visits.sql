-- every visit: filed ones, and those of open days
create or replace temp view visits as
with hits as (
    -- Visitors are told apart in one site; hits that were exported keep theirs where they are imported.
    select * replace (hash(site_id, visitor) as visitor) from _open_hits
),
visit_hits as (
    __VISIT_HITS__
),
open_visits as (
    __VISITS__
)
select __VISIT_COLUMNS__ from _closed_visits
union all
select __VISIT_COLUMNS__
from (select * exclude (visitor) from open_visits)
join (select hit_id as visit_id, site_id, visitor from _open_hits) using (visit_id)
