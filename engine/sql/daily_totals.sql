-- pageviews and visitors of each day that is filed, with the file that says so
select filename, day, pageviews, visitors
from read_parquet($stale_rollups, hive_partitioning = false)
where dimension = 'total'
