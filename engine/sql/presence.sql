-- distinct visitors of the last minutes in all and by what they bear, and pageviews by how many minutes ago they were
with hits as (
    __HITS__
),
lately as (
    select visitor, path, event, country, referrer_host, (($now_ms - epoch_ms(created_at)) // 60000)::integer as minutes
    from hits
    where created_at between make_timestamptz($begin_ms * 1000) and make_timestamptz($now_ms * 1000)
),
borne as (
    select 'total' as kind, '' as value, visitor from lately where minutes < $active
    union all
    select 'path' as kind, path as value, visitor from lately where minutes < $active and event is null
    union all
    select 'country' as kind, country as value, visitor from lately where minutes < $active and country is not null
    union all
    select 'referrer_host' as kind, referrer_host as value, visitor
    from lately
    where minutes < $active and referrer_host is not null
),
counted as (
    select kind, value, count(distinct visitor) as visitors
    from borne
    group by all
    union all
    select 'minute' as kind, minutes::varchar as value, count(*) as visitors
    from lately
    where event is null
    group by all
)
select kind, value, visitors
from counted
qualify row_number() over (partition by kind order by visitors desc, value) <= $most
order by kind, visitors desc, value
