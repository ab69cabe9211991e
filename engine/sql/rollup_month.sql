-- a month's rollup rows: those just computed, and of other days those filed before
select * from rollup where day between $first and $last
union all
select * from read_parquet($old, hive_partitioning = false) where list_contains($days, day)
