-- hits of closed days
select __COLUMNS__
from read_parquet($closed, hive_partitioning = false)
where day between $first and $last
