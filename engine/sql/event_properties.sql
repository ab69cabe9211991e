-- how often each property of an event had each value, and its value itself, most first
with hits as (
    __HITS__
),
happened as (
    select visitor, day, event_value, props
    from hits
    where event = $event and __WHERE__
),
named as (
    select '' as name, event_value as value, visitor, day
    from happened
    where event_value is not null
    union all
    select each.key as name, each.value ->> '$' as value, visitor, day
    from happened, json_each(happened.props) as each
    where props is not null
)
select name, value, count(*) as events, count(distinct (day, visitor)) as visitors
from named
where value is not null
group by name, value
qualify row_number() over (partition by name order by events desc, value) <= $most
order by name, events desc, value
limit 1000
