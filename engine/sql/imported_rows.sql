-- rollup rows of another system, of days without hits of our own
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from read_parquet($imported, hive_partitioning = false)
where day between $first and $last
    and list_contains($dimensions, dimension)
    and not list_contains($open_days, day)
    and day not in (__OWN_DAYS__)
