-- rollup rows of days that are not closed yet, from the hits themselves
with hits as materialized (
    __HITS__
),
visit_hits as materialized (
    __VISIT_HITS__
),
visits as materialized (
    __VISITS__
)
__ROLLUP__
