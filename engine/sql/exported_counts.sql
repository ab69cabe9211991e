-- exported counts, as they are stored
select day, __DIMENSION__ as dimension, __VALUE__ as value, __METRICS__, __ORIGIN__ as origin
from __COUNTS__
where __WHOLE__
