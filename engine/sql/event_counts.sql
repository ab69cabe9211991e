-- how often each custom event came, most first
with rows as (
    __ROWS__
)
select value, sum(events)::bigint as count
from rows
where events > 0
group by value
order by count desc, value
