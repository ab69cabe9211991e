-- rollup rows of the visits that pass filters, each with all its hits
with narrowed_visits as (
    select visit_id, day, visitor, started_at, duration_ms, bounce, events, __NARROWED_COLUMNS__
    from (
        __DAYS_VISITS__
    )
    where __CONDITIONS__
),
-- most visitors of a day come once: only the others have to be told apart, by a number
again as (
    select day, visitor, row_number() over () as again_number
    from narrowed_visits
    group by day, visitor
    having count(*) > 1
),
numbered_visits as materialized (
    select narrowed_visits.*, again_number
    from narrowed_visits
    left join again using (day, visitor)
)
__NARROWED__
