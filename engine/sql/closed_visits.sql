-- visits of closed days
select __VISIT_COLUMNS__
from read_parquet($closed_visits, hive_partitioning = false)
where day between $first and $last
