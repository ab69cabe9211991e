-- visits of days that are not closed yet, from their hits
select __VISIT_COLUMNS__
from (
    with hits as (
        __OPEN_HITS__
    ),
    visit_hits as (
        __VISIT_HITS__
    ),
    found as (
        __VISITS__
    )
    select * from found
)
