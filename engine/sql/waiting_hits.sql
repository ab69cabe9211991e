-- hits of chosen days that wait in segments
select __COLUMNS__
from read_parquet($segments, hive_partitioning = false)
where site_id = $site_id and day between $first and $last and list_contains($days, day)
