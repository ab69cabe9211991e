-- exported counts of another system, as they are stored
select day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms, origin
from __COUNTS__
where day is not null and dimension is not null and origin is not null
