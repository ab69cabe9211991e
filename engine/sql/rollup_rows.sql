-- rollup rows as they are, a row a day, dimension and value
with rows as (
    __ROWS__
)
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from rows
order by all
