-- rollup rows of another system, of days without hits of our own
select *
from read_parquet($imported, hive_partitioning = false)
where day between $first and $last and not list_contains($open_days, day) and day not in (__OWN_DAYS__)
