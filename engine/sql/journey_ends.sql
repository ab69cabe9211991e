-- the ten pages that most visits begin with, and the ten that most end with
with visits as (
    __VISITS__
),
viewed as (
    select entry, exit
    from visits
    where pageviews > 0 and __WHERE__
),
counted as (
    select 'entry' as side, entry as path, count(*) as visits
    from viewed
    group by entry
    union all
    select 'exit' as side, exit as path, count(*) as visits
    from viewed
    group by exit
)
select side, path, visits
from counted
qualify row_number() over (partition by side order by visits desc, path) <= 10
order by side, visits desc, path
