-- the days that a rollup file has rows of
select distinct day
from read_parquet($rollups, hive_partitioning = false)
order by day
