-- rollup rows of another system, as they are stored
select * from new_rows order by dimension, value, day
