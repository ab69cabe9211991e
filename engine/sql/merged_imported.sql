-- the same in the place of what the month has of their days: all of another origin, and of theirs by these dimensions
select * exclude (replaced)
from (
    select
        *,
        exists (
            select *
            from new_rows
            where new_rows.day = stored.day
                and (new_rows.origin <> stored.origin or new_rows.dimension = stored.dimension)
        ) as replaced
    from read_parquet($imported, hive_partitioning = false) as stored
)
where not replaced
union all
select * from new_rows
order by dimension, value, day
