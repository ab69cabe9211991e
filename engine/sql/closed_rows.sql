-- rollup rows of closed days; the dimensions are literals, so that blocks of others are passed over
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from read_parquet($rollups, hive_partitioning = false)
where day between $first and $last and dimension in (__DIMENSIONS__) and __CLOSED__
