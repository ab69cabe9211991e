-- rollup rows of what passes filters, from the hits and visits of the days
with days_hits as (
    __HITS__
),
days_visits as (
    __DAYS_VISITS__
),
-- a visitor's visits of a day do not overlap, so each hit is found in one
event_hits as (
    select visit_id, event
    from (select * from days_hits where event is not null) as happened
    join days_visits as held on __SAME_VISIT__
),
placed_visits as materialized (
    select * from days_visits where __PLACE_CONDITIONS__
),
chosen_visits as materialized (
    select * from placed_visits where __VISIT_CONDITIONS__
),
chosen_hits as (
    select happened.*
    from (select * from days_hits where __HIT_CONDITIONS__) as happened
    __WITHIN__
),
hits_of_visits as (
    select happened.*, visit_id
    from (select * from days_hits where __PAGE_CONDITIONS__) as happened
    join chosen_visits as held on __SAME_VISIT__
)
select *
from (
    with hits as (
        select * from chosen_hits
    ),
    visit_hits as (
        select * from hits_of_visits
    ),
    visits as (
        select * from chosen_visits where __MEETING_CONDITIONS__
    )
    __ROLLUP__
)
