-- how many rollup rows of some days are in the file and not among those computed from the hits, or the other way round
with filed as (
    select __ROLLUP_VALUES__
    from read_parquet($rollups, hive_partitioning = false)
    where list_contains($days, day)
),
computed as (
    select __ROLLUP_VALUES__
    from rollup
)
select count(*)
from (
    (select * from filed except all select * from computed)
    union all
    (select * from computed except all select * from filed)
)
