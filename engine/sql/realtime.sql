-- distinct visitors of the last minutes: in all (path null), and of each page that was viewed
with hits as (
    __HITS__
),
active as (
    select visitor, path, event
    from hits
    where created_at between make_timestamptz($since_ms * 1000) and make_timestamptz($now_ms * 1000)
)
select null as path, count(distinct visitor) as visitors
from active
union all
select path, visitors
from (
    select path, count(distinct visitor) as visitors
    from active
    where event is null
    group by path
    order by visitors desc, path
    limit 10
)
order by visitors desc, path nulls first
