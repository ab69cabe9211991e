-- which systems counted days without hits of our own, with the first and the last of these days
select origin, min(day) as first, max(day) as last
from read_parquet($imported, hive_partitioning = false)
where day between $first and $last
    and not list_contains($open_days, day)
    and day not in (__OWN_DAYS__)
group by origin
order by first
