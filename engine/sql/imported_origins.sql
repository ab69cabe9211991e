-- the systems that counted them, with the first and the last of their days
select origin, min(day) as first, max(day) as last
from (__SHOWN_IMPORTED__)
group by origin
order by first
