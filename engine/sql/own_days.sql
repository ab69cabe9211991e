-- days that have hits of our own
select day
from read_parquet($rollups, hive_partitioning = false)
where dimension = 'total'
