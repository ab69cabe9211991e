-- how many visits are in the file and not among those computed from the hits, or the other way round
with filed as (
    select __VISIT_COLUMNS__
    from read_parquet($closed_visits, hive_partitioning = false)
),
computed as (
    select __VISIT_COLUMNS__
    from visits
)
select count(*)
from (
    (select * from filed except all select * from computed)
    union all
    (select * from computed except all select * from filed)
)
