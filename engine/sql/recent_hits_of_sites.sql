-- hits of some sites in flushed segments, with the columns that totals need
select site_id, day, visitor, event
from read_parquet($recent, hive_partitioning = false)
where list_contains($site_ids, site_id)
