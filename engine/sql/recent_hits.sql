-- hits of open days in flushed segments
select __COLUMNS__
from read_parquet($__FILES__, hive_partitioning = false)
where site_id = $site_id and list_contains($open_days, day) and __CONDITION__
