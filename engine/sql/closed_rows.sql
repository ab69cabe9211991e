-- rollup rows of closed days
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from read_parquet($rollups, hive_partitioning = false)
where day between $first and $last and list_contains($dimensions, dimension) and not list_contains($open_days, day)
