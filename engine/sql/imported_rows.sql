-- those of the dimensions, as rollup rows
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms
from (__SHOWN_IMPORTED__)
where list_contains($dimensions, dimension)
